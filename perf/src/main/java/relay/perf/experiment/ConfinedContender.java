package relay.perf.experiment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;

/**
 * A confined arena with one segment for each datagram, closed when it is done.
 */
final class ConfinedContender extends Contender<MemorySegment>
{
    private static final int OPEN_MAX = 1_024;

    private final CRC32 crc = new CRC32();
    private final Arena[] open = new Arena[OPEN_MAX];
    private int openCount;

    @Override
    MemorySegment take(final int length)
    {
        final Arena arena = Arena.ofConfined();
        open[openCount++] = arena;
        return arena.allocate(length);
    }

    @Override
    void giveBack(final MemorySegment segment)
    {
        open[--openCount].close(); // all are given back, so that the order is of no account
    }

    @Override
    void fill(final MemorySegment segment, final byte[] datagram)
    {
        MemorySegment.copy(datagram, 0, segment, ValueLayout.JAVA_BYTE, 0, datagram.length);
    }

    @Override
    long checksum(final MemorySegment segment, final int length)
    {
        crc.reset();
        crc.update(segment.asByteBuffer().limit(length));
        return crc.getValue();
    }
}
