package relay.transport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * Which cores the calling thread may run on: sched_setaffinity(2). Threads that it starts later inherit them. For
 * platform threads; ask {@link LinuxTransport#isAvailable()} first.
 */
public final class Affinity
{
    /** More cores than Linux supports on any machine. */
    private static final int CORES_MAX = 8_192;
    private static final int MASK_LENGTH = CORES_MAX / Byte.SIZE;

    private Affinity()
    {
    }

    /**
     * Keeps the calling thread on some cores from now on.
     *
     * @param cores their numbers, as in /proc/cpuinfo; at least one that this process may use.
     * @throws SystemCallException      if the system refuses, or allows some of them only.
     * @throws IllegalArgumentException if there are none, or one past 8191.
     */
    public static void pin(final BitSet cores)
    {
        if (cores.isEmpty() || cores.length() > CORES_MAX)
        {
            throw new IllegalArgumentException(
                "cores to pin a thread to are " + cores + ": name one or more from 0 to " + (CORES_MAX - 1));
        }
        final BitSet before = current();
        if (!set(cores))
        {
            throw refused(cores, before, Errno.EINVAL);
        }
        final BitSet granted = current();
        if (!granted.equals(cores))
        {
            set(before);  // the kernel leaves out silently what does not exist or a cpuset forbids
            throw refused(cores, before, Errno.EINVAL);
        }
    }

    /**
     * @return the cores on which the calling thread may run.
     */
    public static BitSet current()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment mask = arena.allocate(MASK_LENGTH, Long.BYTES);
            final int result = new AffinityCalls().get(MASK_LENGTH, mask.address());
            if (result < 0)
            {
                throw SystemCallException.of("cannot tell the cores of thread " + Thread.currentThread().getName(),
                    "sched_getaffinity", -result);
            }
            return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG));
        }
    }

    private static boolean set(final BitSet cores)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment mask = arena.allocate(MASK_LENGTH, Long.BYTES);
            final byte[] bytes = cores.toByteArray();  // little-endian, as the mask is on the systems supported
            MemorySegment.copy(bytes, 0, mask, ValueLayout.JAVA_BYTE, 0, bytes.length);
            final int result = new AffinityCalls().set(MASK_LENGTH, mask.address());
            if (result < 0 && -Errno.EINVAL != result)
            {
                throw refused(cores, current(), -result);
            }
            return result >= 0;
        }
    }

    private static SystemCallException refused(final BitSet cores, final BitSet allowed, final int errno)
    {
        return SystemCallException.of(
            "cannot pin thread " + Thread.currentThread().getName() + " to cores " + cores,
            "sched_setaffinity",
            errno,
            Errno.EPERM == errno ? "needs CAP_SYS_NICE" : "this thread may use " + allowed);
    }
}
