package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ProbeTest
{
    private static final int OFFSET = 5;
    private static final int LENGTH = 44;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);
    private final Probe probe = new Probe();

    @Test
    void shouldKeepItsLayout()
    {
        buffer.putInt(OFFSET + 40, 0xDDCCBBAA);
        probe.encode(buffer, OFFSET, LENGTH, 0x0102030405060708L, 9, 0x1112131415161718L, 0x2122232425262728L);

        final byte[] bytes = new byte[LENGTH];
        buffer.getBytes(OFFSET, bytes);
        assertEquals("524c595001002c0008070605040302011817161514131211282726252423222109000000d466551caabbccdd",
            HexFormat.of().formatHex(bytes));
    }

    @Test
    void shouldReadWhatItWrote()
    {
        for (final int length : new int[]{Probe.HEADER_LENGTH, 41, 1_000, Probe.LENGTH_MAX})
        {
            probe.encode(buffer, OFFSET, length, -1, 3, Long.MAX_VALUE, -5);

            assertEquals(Probe.Kind.VALID, probe.wrap(buffer, OFFSET, length));
            assertEquals(-1, probe.runId());
            assertEquals(3, probe.flow());
            assertEquals(Long.MAX_VALUE, probe.sequence());
            assertEquals(-5, probe.intendedNs());
        }
    }

    @Test
    void shouldNoticeEveryFlippedBit()
    {
        probe.encode(buffer, OFFSET, LENGTH, 1, 2, 3, 4);
        for (int bit = 0; bit < LENGTH * Byte.SIZE; bit++)
        {
            flip(bit);
            assertNotEquals(Probe.Kind.VALID, probe.wrap(buffer, OFFSET, LENGTH), "bit " + bit);
            flip(bit);
        }
        assertEquals(Probe.Kind.VALID, probe.wrap(buffer, OFFSET, LENGTH));
    }

    @Test
    void shouldNoticeEveryWrongLength()
    {
        probe.encode(buffer, OFFSET, LENGTH, 1, 2, 3, 4);
        for (int length = 0; length < 100; length++)
        {
            assertEquals(length == LENGTH ? Probe.Kind.VALID : length < 5 ? Probe.Kind.FOREIGN : Probe.Kind.CORRUPT,
                probe.wrap(buffer, OFFSET, length), "length " + length);
        }
    }

    @Test
    void shouldTakeAnyBytesForForeign()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++)
        {
            final byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            buffer.putBytes(0, bytes);
            assertEquals(Probe.Kind.FOREIGN, probe.wrap(buffer, 0, bytes.length), "seed " + seed);
        }
    }

    private void flip(final int bit)
    {
        final int index = OFFSET + bit / Byte.SIZE;
        buffer.putByte(index, (byte)(buffer.getByte(index) ^ 1 << bit % Byte.SIZE));
    }
}
