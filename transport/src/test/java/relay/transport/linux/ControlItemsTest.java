package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.endpoint.HostPort;

class ControlItemsTest
{
    private static final int BEGIN = 8;

    private final MemorySegment memory = Arena.ofAuto().allocate(256, Long.BYTES);
    private final ControlItems items = new ControlItems();
    private long end = BEGIN;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadItemsInAnyOrder(final boolean isTrainFirst)
    {
        addTrain(isTrainFirst, 1_000);
        addIpv4Destination();
        addTrain(!isTrainFirst, 1_000);

        read();

        assertEquals(1_000, items.segmentLength());
        assertDestination("239.1.2.3");
        assertEquals(5_000, items.destination().port());
    }

    @Test
    void shouldReadIpv6BehindWhatItDoesNotKnow()
    {
        item(1, 29, new byte[16]);
        item(41, 50, new byte[] {(byte)0xFF, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77, 0, 1, 9, 0, 0, 0});

        read();

        assertEquals(0, items.segmentLength());
        assertDestination("ff15::77:1");
        assertEquals(9, items.interfaceIndex());
    }

    @Test
    void shouldReadTheCodePointOfEitherFamily()
    {
        item(0, 1, new byte[] {(byte)(46 << 2 | 3)});
        addTrain(true, 9);
        read();
        assertEquals(46, items.dscp());
        assertEquals(9, items.segmentLength());

        end = BEGIN;
        item(41, 67, new byte[] {(byte)(63 << 2), 0, 0, 0});
        read();
        assertEquals(63, items.dscp());
    }

    @Test
    void shouldForgetWhatItReadBefore()
    {
        addTrain(true, 10);
        addIpv4Destination();
        item(0, 1, new byte[] {(byte)0xB8});
        read();

        items.read(memory, BEGIN, 0);

        assertEquals(0, items.segmentLength());
        assertEquals(0, items.dscp());
        assertEquals(0, items.destination().low());
        assertEquals(0, items.destination().high());
        assertEquals(0, items.destination().port());
    }

    @Test
    void shouldIgnoreWhatIsTooShort()
    {
        item(17, 104, new byte[2]);
        item(0, 20, new byte[8]);
        item(41, 50, new byte[16]);

        read();

        assertEquals(0, items.segmentLength());
        assertEquals(0, items.interfaceIndex());
        assertEquals(0, items.destination().low());
    }

    @Test
    void shouldEndWithAnyBytes()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 10_000; round++)
        {
            for (int i = 0; i < memory.byteSize(); i++)
            {
                memory.set(JAVA_BYTE, i, (byte)(random.nextInt(3) > 0 ? 0 : random.nextInt(64)));
            }
            final int length = random.nextInt(ControlItems.SPACE + 1);
            items.read(memory.asSlice(0, BEGIN + length), BEGIN, length);
        }
    }

    private void addTrain(final boolean isWanted, final int segmentLength)
    {
        if (isWanted)
        {
            item(17, 104, new byte[] {(byte)segmentLength, (byte)(segmentLength >> 8), 0, 0});
        }
    }

    private void addIpv4Destination()
    {
        item(0, 20, new byte[] {2, 0, 0x13, (byte)0x88, (byte)239, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    private void item(final int level, final int type, final byte[] data)
    {
        memory.set(JAVA_LONG, end, 16 + data.length);
        memory.set(JAVA_INT, end + 8, level);
        memory.set(JAVA_INT, end + 12, type);
        MemorySegment.copy(data, 0, memory, JAVA_BYTE, end + 16, data.length);
        end += 16 + (data.length + 7) / 8 * 8;
    }

    private void read()
    {
        items.read(memory, BEGIN, end - BEGIN);
    }

    private void assertDestination(final String host)
    {
        final HostPort expected = new HostPort();
        expected.set(new InetSocketAddress(host, 0));
        assertEquals(expected.high(), items.destination().high());
        assertEquals(expected.low(), items.destination().low());
    }
}
