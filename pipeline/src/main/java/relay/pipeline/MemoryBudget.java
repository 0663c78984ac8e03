package relay.pipeline;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import relay.pool.Footprint;
import relay.transport.TransportException;

/**
 * What lanes and feeds may still take, asked before they take it: memory that is promised and not there ends a process
 * much later, when it is touched. Used by the thread that launches the relay.
 */
final class MemoryBudget
{
    private static final Path MEMORY = Path.of("/proc/meminfo");
    /**
     * What lives so long outgrows the collector's young generation, and there must be room to move it: half of the
     * heap.
     */
    private static final int HEAP_SHARE = 2;
    private static final long KIB = 1_024;
    private static final long MIB = KIB * KIB;

    private final long availableBytes;
    private final long directBytes;
    private final long heapBytes;
    private long takenBytes;
    private long takenHeapBytes;

    /**
     * @param availableBytes of the machine.
     * @param directBytes    outside of the heap that the JVM allows.
     * @param heapBytes      of the heap that may be taken for good.
     */
    MemoryBudget(final long availableBytes, final long directBytes, final long heapBytes)
    {
        this.availableBytes = availableBytes;
        this.directBytes = directBytes;
        this.heapBytes = heapBytes;
    }

    /**
     * @return with what the machine, or the container that this runs in, has available now.
     */
    static MemoryBudget ofThisMachine()
    {
        final long heapMax = Runtime.getRuntime().maxMemory();
        final long directMax = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxDirectMemorySize").getValue());
        final long directUsed = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> "direct".equals(pool.getName())).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        // 0 stands for as much as the heap
        return new MemoryBudget(
            available(), (0 == directMax ? heapMax : directMax) - directUsed, heapMax / HEAP_SHARE);
    }

    /**
     * Takes what a lane needs, or refuses it; nothing is allocated here.
     *
     * @param what      the lane is for, such as {@code class bulk}.
     * @param footprint of the lane.
     * @throws TransportException if it is not there.
     */
    void take(final String what, final Footprint footprint)
    {
        requireDirect("buffers of " + what, footprint.bufferBytes(), "lower its buffers");
        takeHeap("slots for the buffers of " + what, footprint.slotBytes(), "lower its buffers");
        takenBytes += footprint.bufferBytes();
    }

    /**
     * Takes memory outside of the heap, or refuses it; nothing is allocated here.
     *
     * @param what  needs it, in the plural.
     * @param bytes of it.
     * @param mend  what would need less.
     * @throws TransportException if it is not there.
     */
    void takeDirect(final String what, final long bytes, final String mend)
    {
        requireDirect(what, bytes, mend);
        takenBytes += bytes;
    }

    /**
     * Takes memory of the heap, or refuses it; nothing is allocated here.
     *
     * @param what  needs it, in the plural.
     * @param bytes of it, about.
     * @param mend  what would need less.
     * @throws TransportException if it is not there.
     */
    void takeHeap(final String what, final long bytes, final String mend)
    {
        require(what, bytes, heapBytes - takenHeapBytes, "Java heap",
            mend + ", or give the JVM more than its -Xmx of " + mib(Runtime.getRuntime().maxMemory()) +
            " (RELAY_JVM_OPTS=-Xmx...)");
        takenHeapBytes += bytes;
    }

    private void requireDirect(final String what, final long bytes, final String mend)
    {
        require(what, bytes, availableBytes - takenBytes, "memory", mend + " or the number of workers");
        require(what, bytes, directBytes - takenBytes, "the JVM's direct memory",
            "raise it (-XX:MaxDirectMemorySize=..., which ./relay does), or " + mend);
    }

    private static void require(
        final String what, final long bytes, final long leftBytes, final String where, final String mend)
    {
        if (bytes > leftBytes)
        {
            throw new TransportException(what + " need " + mib(bytes) + " of " + where + " and " +
                mib(Math.max(0, leftBytes)) + " are left: " + mend, null);
        }
    }

    private static String mib(final long bytes)
    {
        return String.format(Locale.ROOT, "%,d MiB", (bytes + MIB - 1) / MIB);
    }

    private static long available()
    {
        final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        final List<String> lines = memoryLines();
        // the bean knows a container's limit; without one, it counts the file cache as used
        final boolean isLimited = system.getTotalMemorySize() < bytes(lines, "MemTotal:");
        return isLimited || lines.isEmpty() ? system.getFreeMemorySize() : bytes(lines, "MemAvailable:");
    }

    /**
     * @param lines of proc_meminfo(5).
     * @param label of one of them.
     * @return its value, 0 if there is none.
     */
    static long bytes(final List<String> lines, final String label)
    {
        return lines.stream().filter(line -> line.startsWith(label))
            .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }

    private static List<String> memoryLines()
    {
        try
        {
            return Files.readAllLines(MEMORY);
        }
        catch (final IOException ex)
        {
            return List.of();
        }
    }
}
