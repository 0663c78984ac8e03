package relay.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.Sequence;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/**
 * Where the virtual machine lays what threads write: what one thread writes often shares no cache line with what
 * another does.
 */
class LayoutTest
{
    private static final int CACHE_LINE = 64;

    /** Wherever a sequence begins, its neighbours end a line before the value and begin a line after it. */
    @Test
    void shouldKeepASequenceOnALineOfItsOwn()
    {
        final ClassLayout layout = ClassLayout.parseClass(Sequence.class);
        final FieldLayout value = layout.fields().stream()
            .filter(field -> field.name().equals("value")).findFirst().orElseThrow();
        assertTrue(value.offset() >= CACHE_LINE, "near the object before: " + value);
        assertTrue(value.offset() + CACHE_LINE <= layout.instanceSize(), "near the object behind: " + value);
    }

    /** A reader's position, and what else is written for each packet, is in padded sequences. */
    @ParameterizedTest
    @ValueSource(classes = {SizeLedger.class, LaneReader.class, LaneStage.class})
    void shouldWriteNothingForEachPacketBesideFieldsThatOthersRead(final Class<?> consumer)
    {
        final List<String> written = Stream.of(consumer.getDeclaredFields())
            .filter(field -> !Modifier.isFinal(field.getModifiers())).map(Field::getName).toList();
        assertTrue(List.of("owner").containsAll(written), () -> consumer + " writes " + written);
    }

    /** They are longs of one array, whose header is before the padding. */
    @Test
    void shouldKeepTheCountsOfASizeClassAwayFromTheirNeighbours()
    {
        assertTrue(SizeLedger.PADDING * Long.BYTES >= CACHE_LINE);
    }

    @Test
    void shouldHaveAPacketOfNoMoreThanALine()
    {
        final long length = ClassLayout.parseClass(Packet.class).instanceSize();
        assertTrue(length <= CACHE_LINE, length + " B");
        assertTrue(length + Long.BYTES + Integer.BYTES <= Footprint.SLOT_LENGTH, "what a slot is said to take");
    }
}
