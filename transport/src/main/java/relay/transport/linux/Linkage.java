package relay.transport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Finds functions of the C library. All handles take a segment for {@code errno} first. Pointers are passed as longs:
 * what they point to is kept by its owner for longer than the call, and a number costs no check and no object.
 *
 * <p>No call is {@link Linker.Option#critical}: even one on a non-blocking socket may wait for a lock of the kernel,
 * and would hold up every safepoint meanwhile.
 */
final class Linkage
{
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup C_LIBRARY = LINKER.defaultLookup();

    private Linkage()
    {
    }

    /**
     * @param name       of a function.
     * @param descriptor of its result and arguments.
     * @return a handle; null if the C library has no such function.
     */
    @SuppressWarnings("restricted")
    static MethodHandle findOrNull(final String name, final FunctionDescriptor descriptor)
    {
        return C_LIBRARY.find(name)
            .map(address -> LINKER.downcallHandle(address, descriptor, Linker.Option.captureCallState("errno")))
            .orElse(null);
    }

    /**
     * @param name       of a function.
     * @param descriptor of its result and arguments.
     * @return a handle.
     * @throws UnsatisfiedLinkError if the C library has no such function.
     */
    static MethodHandle find(final String name, final FunctionDescriptor descriptor)
    {
        final MethodHandle handle = findOrNull(name, descriptor);
        if (null == handle)
        {
            throw new UnsatisfiedLinkError("the C library has no function " + name);
        }
        return handle;
    }

    /**
     * @return memory for the error number of calls of one thread.
     */
    static MemorySegment newErrno()
    {
        return Arena.ofAuto().allocate(STATE);
    }

    /**
     * @param result of a call.
     * @param errno  that was given to it.
     * @return the result, or the negative error number, as the kernel itself returns it.
     */
    static int result(final int result, final MemorySegment errno)
    {
        return result >= 0 ? result : -errno.get(ValueLayout.JAVA_INT, ERRNO);
    }

    /**
     * @param ex that a handle threw.
     * @return never.
     */
    static RuntimeException rethrow(final Throwable ex)
    {
        if (ex instanceof final Error error)
        {
            throw error;
        }
        throw new IllegalStateException("a system call threw", ex);  // handles of functions declare it, and never do
    }
}
