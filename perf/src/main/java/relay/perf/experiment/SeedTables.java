package relay.perf.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import relay.capacity.Conditions;
import relay.capacity.FluidBurst;
import relay.capacity.LanePrediction;
import relay.capacity.Lifetimes;
import relay.capacity.SizeLoad;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Table;
import relay.perf.outcome.TextWriter;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.SizeClass;
import relay.transport.wire.Envelope;

/**
 * The model that Relay's seed had on paper, computed again: sixteen cores that share 5,000,000 packets a second. The
 * rounding of its figures is part of them: one decimal where they are small, whole buffers without the rest where they
 * are large, and a footprint that was rounded before it was multiplied.
 */
final class SeedTables
{
    static final int CORES = 16;
    /** Packets a second of each core. */
    static final int RATE_PER_CORE = 312_500;
    /** Times that a buffer was thought to be held. */
    static final List<Long> LIFETIMES_NS = List.of(7_000L, 22_000L, 102_000L);
    /** Packets that wait together. */
    static final int BATCH = 256;
    /** Of the lifetimes, the one that the batch was added to. */
    static final long BATCH_LIFETIME_NS = 22_000;
    /** Of the rate, as much leaves at most. */
    static final double DRAIN_FACTOR = 1.5;
    /** Three times the rate for 50 ms. */
    static final FluidBurst BURST =
        new FluidBurst(RATE_PER_CORE, 3, TimeUnit.MILLISECONDS.toNanos(50), DRAIN_FACTOR * RATE_PER_CORE);

    private static final int PERCENT = 100;
    /** Percent of the packets: the mix of the counts that the seed proposed, nearly; its own is not known. */
    private static final List<Integer> MIX = List.of(60, 30, 10, 0);
    private static final double HALF = 0.5;
    private static final double RARELY = 1e-4;
    private static final double MEGABYTE = 1e6;
    private static final double MEBIBYTE = 1 << 20;
    private static final int NS_A_US = 1_000;

    private SeedTables()
    {
    }

    /**
     * A row of the footprint's table.
     *
     * @param name   of the row.
     * @param counts of the buffers of one core.
     * @param reason for so many.
     */
    record Footprint(String name, BufferCounts counts, String reason)
    {
        /**
         * @return payload of one core's buffers, in millions of bytes.
         */
        double megabytesPerCore()
        {
            return counts.payloadBytes() / MEGABYTE;
        }

        /**
         * @return of all cores as the seed computed it: one core's to one decimal, times the cores.
         */
        String asInTheSeed()
        {
            return BigDecimal.valueOf(megabytesPerCore()).setScale(1, RoundingMode.HALF_UP)
                .multiply(BigDecimal.valueOf(CORES)).toString();
        }

        private SequencedMap<String, Object> json()
        {
            final Lane.Footprint lane = Lane.footprint(counts, Envelope.LENGTH);
            return Keys.of("name", name, "reason", reason, "buffers", counts,
                "footprint", Keys.of("payloadBytes", counts.payloadBytes(), "bufferBytes", lane.bufferBytes(),
                    "slotBytes", lane.slotBytes(), "bufferBytesOfAllCores", CORES * lane.bufferBytes()),
                "megabytesAsInTheSeed", asInTheSeed());
        }
    }

    /**
     * @param lifetimeNs of each buffer.
     * @return buffers in flight on one core.
     */
    static double inFlight(final long lifetimeNs)
    {
        return new SizeLoad(SizeClass.SMALL, RATE_PER_CORE, Lifetimes.fixed(lifetimeNs)).inFlight();
    }

    /**
     * @return buffers in flight on one core that waits for a whole batch.
     */
    static double inFlightWithBatch()
    {
        return BATCH + inFlight(BATCH_LIFETIME_NS);
    }

    /**
     * @param buffers in flight, few.
     * @return as the seed writes them: to one decimal.
     */
    static String tenths(final double buffers)
    {
        return BigDecimal.valueOf(buffers).setScale(1, RoundingMode.HALF_UP).toString();
    }

    /**
     * @param buffers many.
     * @return as the seed counts them: whole ones, 23,437 of 23,437.5.
     */
    static long whole(final double buffers)
    {
        return (long)buffers;
    }

    /**
     * @return the rows. The seed's own counts for all but the last are not known: they follow from the model here.
     */
    static List<Footprint> footprints()
    {
        final long lifetimeNs = LIFETIMES_NS.getLast();
        return List.of(
            new Footprint("minimal", needed(BATCH_LIFETIME_NS, new Conditions(1, 0, DRAIN_FACTOR, BATCH, HALF)),
                "in flight at 22 us in half of the time, and a batch of 256"),
            new Footprint("conservative", needed(lifetimeNs, new Conditions(1, 0, DRAIN_FACTOR, BATCH, RARELY)),
                "in flight at 102 us in 99.99 % of the time, and a batch of 256"),
            new Footprint("burst-tolerant", needed(lifetimeNs,
                new Conditions(BURST.factor(), BURST.lengthNs(), DRAIN_FACTOR, BATCH, RARELY)),
                "the same, and the backlog of the burst"),
            new Footprint("proposed", BufferCounts.DEFAULT, "the seed's counts, the pool's defaults"));
    }

    /**
     * @return the model's numbers beside those of the seed.
     */
    static Table flightTable()
    {
        final Table table = new Table("in flight on a core = rate x lifetime", "exact", "seed");
        LIFETIMES_NS.forEach(ns -> table.row("  " + ns / NS_A_US + " us", exact(inFlight(ns)), tenths(inFlight(ns))));
        return table
            .row("  " + BATCH_LIFETIME_NS / NS_A_US + " us, and a batch of " + BATCH, exact(inFlightWithBatch()),
                count(whole(inFlightWithBatch())))
            .row("backlog of a burst: 3 x for 50 ms against 1.5 x", exact(BURST.backlog()),
                count(whole(BURST.backlog())));
    }

    static Table footprintTable()
    {
        final Table table = new Table("footprint", "small", "standard", "jumbo", "payload a core", CORES + " cores",
            "in MiB", "as in the seed");
        footprints().forEach(row -> table.row("  " + row.name(), count(row.counts().small()),
            count(row.counts().standard()), count(row.counts().jumbo()),
            String.format(Locale.ROOT, "%.3f MB", row.megabytesPerCore()),
            String.format(Locale.ROOT, "%,.3f MB", CORES * row.megabytesPerCore()),
            String.format(Locale.ROOT, "%,.1f", CORES * row.counts().payloadBytes() / MEBIBYTE),
            row.asInTheSeed() + " MB"));
        return table;
    }

    /**
     * @return all of it, human-readable.
     */
    static String text()
    {
        final StringBuilder text = new StringBuilder("the seed's model: ").append(count(CORES * RATE_PER_CORE))
            .append(" packets/s on ").append(CORES).append(" cores, ").append(count(RATE_PER_CORE))
            .append(" a core\n\n");
        TextWriter.lines(flightTable()).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        TextWriter.lines(footprintTable()).forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        footprints().forEach(row -> text.append(row.name()).append(": ").append(row.reason()).append('\n'));
        return text + """
            The seed rounded one core's megabytes (10^6 B) to a tenth, and multiplied then: 5.3 x 16 = 84.8.
            Of its rows only the last is known; the others follow from this model, with 60, 30 and 10 % of the packets
            small, standard and jumbo.""";
    }

    /**
     * @return all of it, for JSON.
     */
    static SequencedMap<String, Object> json()
    {
        return Keys.of("cores", CORES, "ratePerCore", RATE_PER_CORE,
            "inFlight", LIFETIMES_NS.stream().map(ns -> Keys.of("lifetimeNs", ns, "buffers", inFlight(ns),
                "asInTheSeed", tenths(inFlight(ns)))).toList(),
            "inFlightWithBatch", inFlightWithBatch(), "inFlightWithBatchAsInTheSeed", whole(inFlightWithBatch()),
            "backlog", BURST.backlog(), "backlogAsInTheSeed", whole(BURST.backlog()),
            "footprints", footprints().stream().map(Footprint::json).toList());
    }

    private static BufferCounts needed(final long lifetimeNs, final Conditions conditions)
    {
        final Lifetimes lifetimes = Lifetimes.fixed(lifetimeNs);
        final List<SizeLoad> loads = Arrays.stream(SizeClass.values()).map(sizeClass -> new SizeLoad(
            sizeClass, (double)RATE_PER_CORE * MIX.get(sizeClass.ordinal()) / PERCENT, lifetimes)).toList();
        return LanePrediction.of(loads, conditions, BufferCounts.DEFAULT).needed().counts();
    }

    private static String exact(final double number)
    {
        return String.format(Locale.ROOT, "%,.4f", number);
    }

    private static String count(final long number)
    {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
