package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the kernel dropped at one socket: SO_MEMINFO, which counts as the drops column of {@code /proc/net/udp} does.
 * Its owner guards it.
 */
final class SocketDropCount
{
    private static final int LENGTH = SocketNumbers.SK_MEMINFO_VARS * Integer.BYTES;

    private final SocketCalls calls;
    private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH + Integer.BYTES, Integer.BYTES);
    private long total;
    private int counter;

    SocketDropCount(final SocketCalls calls)
    {
        this.calls = calls;
    }

    /**
     * @param fd of the socket, open.
     * @return drops since it was opened; goes on when the kernel's 32 bits wrap, if read between.
     */
    long read(final int fd)
    {
        memory.set(JAVA_INT, LENGTH, LENGTH);
        final long address = memory.address();
        if (0 == calls.getsockopt(fd, SocketNumbers.SOL_SOCKET, SocketNumbers.SO_MEMINFO, address, address + LENGTH))
        {
            final int now = memory.get(JAVA_INT, (long)SocketNumbers.SK_MEMINFO_DROPS * Integer.BYTES);
            total += Integer.toUnsignedLong(now - counter);
            counter = now;
        }
        return total;
    }

    /**
     * @return as of the last read.
     */
    long last()
    {
        return total;
    }
}
