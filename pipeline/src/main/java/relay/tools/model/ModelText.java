package relay.tools.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import relay.observe.LatencyTags;
import relay.observe.text.Numbers;
import relay.observe.text.TextTable;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.tools.model.capacity.BufferNeeds;
import relay.transport.wire.Envelope;

/**
 * What the reports of {@code relay model} have in common.
 */
final class ModelText
{
    private static final double PER_CENT = 100;
    /** Not one in the lifetime of the machine. */
    private static final double SHARE_MIN = 1e-18;
    private static final double PLAIN_SHARE_MIN = 1e-4;
    private static final double MEGABYTE = 1e6;

    private ModelText()
    {
    }

    /**
     * @param number 0 or more.
     * @return with as many digits as it needs.
     */
    static String number(final double number)
    {
        if (number == Math.rint(number))
        {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        return String.format(Locale.ROOT, number < 100 ? "%,.2f" : "%,.1f", number);
    }

    /**
     * @param share 0..1.
     * @return in per cent.
     */
    static String share(final double share)
    {
        if (share < SHARE_MIN)
        {
            return "0 %";
        }
        return String.format(Locale.ROOT, share < PLAIN_SHARE_MIN ? "%.1e %%" : "%.2f %%", PER_CENT * share);
    }

    /**
     * @param durationNs nanoseconds, may be infinite.
     * @return for people.
     */
    static String duration(final double durationNs)
    {
        return Double.isInfinite(durationNs) ? "never" : Numbers.duration(Math.round(durationNs));
    }

    /**
     * @param percentile such as 99.99.
     * @return without zeros at its end.
     */
    static String percentile(final double percentile)
    {
        return "p" + (percentile == Math.rint(percentile) ? String.valueOf((long)percentile) :
            String.valueOf(percentile));
    }

    /**
     * @param recommended by class.
     * @return the section of a configuration.
     */
    static String yaml(final Map<String, BufferCounts> recommended)
    {
        return "classes:\n" + recommended.entrySet().stream()
            .map(entry -> "  " + entry.getKey() + ": { buffers: { " + sizes(entry.getValue()) + " } }\n")
            .collect(Collectors.joining());
    }

    /**
     * @param given       to each class.
     * @param recommended by class.
     * @param cores       that have all classes.
     * @return what they take.
     */
    static String footprints(final BufferCounts given, final Map<String, BufferCounts> recommended, final int cores)
    {
        final TextTable table = new TextTable()
            .row("memory", "payload a core", "with headers", "slots in the heap", "with headers, " + cores(cores));
        row(table, "these buffers", recommended.keySet().stream().map(ignore -> given).toList(), cores);
        row(table, "recommended", recommended.values(), cores);
        return table.toString();
    }

    /**
     * @param name  of the class.
     * @param needs of its lane.
     * @return that a lane cannot have them, or nothing.
     */
    static String complaint(final String name, final BufferNeeds needs)
    {
        return needs.isPossible(Envelope.LENGTH) ? "" : String.format(Locale.ROOT,
            "class %s needs more than a lane can have (%,d buffers of a size class, %,d B in all), so the " +
                "recommendation is not enough: a faster drain, more cores, or a shorter burst%n",
            name, BufferNeeds.BUFFERS_MAX, Lane.BUFFER_BYTES_MAX);
    }

    /**
     * @param counts of a lane.
     * @return by size class.
     */
    static Map<String, Integer> bySize(final BufferCounts counts)
    {
        final Map<String, Integer> bySize = new LinkedHashMap<>();
        Arrays.stream(SizeClass.values())
            .forEach(sizeClass -> bySize.put(LatencyTags.label(sizeClass), counts.of(sizeClass)));
        return bySize;
    }

    /**
     * Memory of a lane, in JSON.
     *
     * @param payloadBytes          of all buffers.
     * @param bufferBytes           with headers.
     * @param slotBytes             in the heap.
     * @param bufferBytesOfAllCores with headers, of all cores that have the lane.
     */
    record LaneMemory(long payloadBytes, long bufferBytes, long slotBytes, long bufferBytesOfAllCores)
    {
        static LaneMemory of(final BufferCounts counts, final int cores)
        {
            final Footprint lane = Footprint.ofLane(counts, Envelope.LENGTH);
            return new LaneMemory(
                counts.payloadBytes(), lane.bufferBytes(), lane.slotBytes(), cores * lane.bufferBytes());
        }
    }

    /**
     * @param number may be infinite, which JSON cannot say.
     * @return the number, or -1.
     */
    static double finite(final double number)
    {
        return Double.isInfinite(number) ? -1 : number;
    }

    static String cores(final int cores)
    {
        return 1 == cores ? "1 core" : cores + " cores";
    }

    private static void row(
        final TextTable table, final String name, final Iterable<BufferCounts> lanes, final int cores)
    {
        long payload = 0;
        long buffers = 0;
        long slots = 0;
        for (final BufferCounts counts : lanes)
        {
            final Footprint footprint = Footprint.ofLane(counts, Envelope.LENGTH);
            payload += counts.payloadBytes();
            buffers += footprint.bufferBytes();
            slots += footprint.slotBytes();
        }
        table.row(name, megabytes(payload), megabytes(buffers), megabytes(slots), megabytes(cores * buffers));
    }

    private static String megabytes(final long bytes)
    {
        return String.format(Locale.ROOT, "%,.2f MB", bytes / MEGABYTE);
    }

    private static String sizes(final BufferCounts counts)
    {
        return Arrays.stream(SizeClass.values())
            .map(sizeClass -> LatencyTags.label(sizeClass) + ": " + counts.of(sizeClass))
            .collect(Collectors.joining(", "));
    }
}
