package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
 * Where the virtual machine lays what threads write: what one thread writes often shares no cache line with what another
 * does.
 */
class LayoutTest
{
    private static final int CACHE_LINE = 64;

    /** Wherever the object begins, its neighbours end a line before the counts and begin a line after them. */
    @Test
    void shouldKeepTheCountsOfASizeClassOnLinesOfTheirOwn()
    {
        final ClassLayout layout = ClassLayout.parseClass(SizeLedger.Padded.class);
        final List<FieldLayout> counts = layout.fields().stream()
            .filter(field -> field.hostClass().equals(SizeLedger.class.getName())).toList();
        assertEquals(6, counts.size());
        for (final FieldLayout count : counts)
        {
            assertTrue(count.offset() >= CACHE_LINE, count + " is near the object before");
            assertTrue(count.offset() + count.size() + CACHE_LINE <= layout.instanceSize(),
                count + " is near the object behind");
        }
    }

    /** A reader's position, and what else is written for each packet, is in padded sequences. */
    @ParameterizedTest
    @ValueSource(classes = {LaneReader.class, LaneStage.class})
    void shouldWriteNothingForEachPacketBesideFieldsThatOthersRead(final Class<?> consumer)
    {
        final List<String> written = Stream.of(consumer.getDeclaredFields())
            .filter(field -> !Modifier.isFinal(field.getModifiers())).map(Field::getName).toList();
        assertTrue(List.of("owner").containsAll(written), () -> consumer + " writes " + written);
        final ClassLayout layout = ClassLayout.parseClass(Sequence.class);
        final FieldLayout value = layout.fields().stream()
            .filter(field -> field.name().equals("value")).findFirst().orElseThrow();
        assertTrue(value.offset() >= CACHE_LINE, "a position is near the object before");
        assertTrue(value.offset() + CACHE_LINE <= layout.instanceSize(), "a position is near the object behind");
    }

    @Test
    void shouldHaveAPacketOfNoMoreThanALine()
    {
        final long length = ClassLayout.parseClass(Packet.class).instanceSize();
        assertTrue(length <= CACHE_LINE, length + " B");
        assertTrue(length + Long.BYTES + Integer.BYTES <= Footprint.SLOT_LENGTH, "what a slot is said to take");
    }
}
