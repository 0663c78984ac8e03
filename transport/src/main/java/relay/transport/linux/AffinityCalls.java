package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * System calls on where the calling thread may run. Each returns the result, or the negative error number
 * ({@link Errno}).
 */
final class AffinityCalls
{
    /** Of a thread id: the caller. */
    private static final int SELF = 0;
    private static final FunctionDescriptor DESCRIPTOR =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SCHED_SETAFFINITY = Linkage.find("sched_setaffinity", DESCRIPTOR);
    private static final MethodHandle SCHED_GETAFFINITY = Linkage.find("sched_getaffinity", DESCRIPTOR);

    private final MemorySegment errno = Linkage.newErrno();

    /**
     * sched_setaffinity(2).
     */
    int set(final long maskLength, final long mask)
    {
        try
        {
            return Linkage.result((int)SCHED_SETAFFINITY.invokeExact(errno, SELF, maskLength, mask), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }

    /**
     * sched_getaffinity(2).
     */
    int get(final long maskLength, final long mask)
    {
        try
        {
            return Linkage.result((int)SCHED_GETAFFINITY.invokeExact(errno, SELF, maskLength, mask), errno);
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }
}
