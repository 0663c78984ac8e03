package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Which network interfaces there are, as the kernel knows them: also those without an address, which
 * {@link java.net.NetworkInterface} does not show.
 */
public final class LinuxInterfaces
{
    /** IF_NAMESIZE, net/if.h. */
    private static final int NAME_LENGTH = 16;
    private static final MethodHandle IF_INDEXTONAME =
        Linkage.find("if_indextoname", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG));

    private final MemorySegment errno = Linkage.newErrno();
    private final MemorySegment name = Arena.ofAuto().allocate(NAME_LENGTH);

    /**
     * if_indextoname(3). Not for two threads at once.
     *
     * @param index of an interface.
     * @return whether it is there; also if the system does not tell.
     */
    public boolean isThere(final int index)
    {
        try
        {
            final long found = (long)IF_INDEXTONAME.invokeExact(errno, index, name.address());
            final int result = Linkage.result(0 == found ? -1 : 0, errno);
            return -Errno.ENXIO != result && -Errno.ENODEV != result;
        }
        catch (final Throwable ex)
        {
            throw Linkage.rethrow(ex);
        }
    }
}
