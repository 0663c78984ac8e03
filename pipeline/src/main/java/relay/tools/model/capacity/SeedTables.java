package relay.tools.model.capacity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

/**
 * The model that Relay's seed had on paper, computed again: sixteen cores that share 5,000,000 packets a second. How
 * its figures were rounded is part of them: one decimal where they are small, whole buffers without the rest where they
 * are large, and a footprint that was rounded before it was multiplied.
 */
public final class SeedTables
{
    /** As many as the seed had in mind. */
    public static final int CORES = 16;
    /** Packets a second of each. */
    public static final double RATE_PER_CORE = 312_500;
    /** How long a buffer was thought to be held. */
    public static final List<Long> LIFETIMES_NS = List.of(7_000L, 22_000L, 102_000L);
    /** Packets that wait together. */
    public static final int BATCH = 256;
    /** Of the lifetimes, the one that it was added to. */
    public static final long BATCH_LIFETIME_NS = 22_000;
    /** Of the rate, as much leaves at most. */
    public static final double DRAIN_FACTOR = 1.5;
    /** Three times the rate for 50 ms. */
    public static final FluidBurst BURST =
        new FluidBurst(RATE_PER_CORE, 3, TimeUnit.MILLISECONDS.toNanos(50), DRAIN_FACTOR * RATE_PER_CORE);

    private static final int PER_CENT = 100;
    /** Of the packets: the mix of the counts that the seed proposed, nearly; its own is not known. */
    private static final List<Integer> MIX = List.of(60, 30, 10, 0);
    private static final double HALF = 0.5;
    private static final double RARELY = 1e-4;
    private static final double MEGABYTE = 1e6;

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
    public record Footprint(String name, BufferCounts counts, String reason)
    {
        /**
         * @return payload of one core's buffers, in millions of bytes.
         */
        public double megabytesPerCore()
        {
            return counts.payloadBytes() / MEGABYTE;
        }

        /**
         * @return of all cores, exactly.
         */
        public double megabytes()
        {
            return CORES * megabytesPerCore();
        }

        /**
         * @return of all cores as the seed computed it: one core's to one decimal, times the cores.
         */
        public String asInTheSeed()
        {
            return BigDecimal.valueOf(megabytesPerCore()).setScale(1, RoundingMode.HALF_UP)
                .multiply(BigDecimal.valueOf(CORES)).toString();
        }
    }

    /**
     * @param lifetimeNs of each buffer.
     * @return buffers in flight on one core.
     */
    public static double inFlight(final long lifetimeNs)
    {
        return new SizeLoad(SizeClass.SMALL, RATE_PER_CORE, Lifetimes.fixed(lifetimeNs)).inFlight();
    }

    /**
     * @return buffers in flight on one core that waits for a whole batch.
     */
    public static double inFlightWithBatch()
    {
        return BATCH + inFlight(BATCH_LIFETIME_NS);
    }

    /**
     * @param buffers in flight, few.
     * @return as the seed writes them: to one decimal.
     */
    public static String tenths(final double buffers)
    {
        return BigDecimal.valueOf(buffers).setScale(1, RoundingMode.HALF_UP).toString();
    }

    /**
     * @param buffers many.
     * @return as the seed counts them: whole ones, 23,437 of 23,437.5.
     */
    public static long whole(final double buffers)
    {
        return (long)buffers;
    }

    /**
     * @return the rows. The seed's own counts for all but the last are not known: they follow from the model here.
     */
    public static List<Footprint> footprints()
    {
        return List.of(
            new Footprint("minimal", needed(BATCH_LIFETIME_NS, new Conditions(1, 0, DRAIN_FACTOR, BATCH, HALF)),
                "in flight at 22 us in half of the time, and a batch of 256"),
            new Footprint("conservative", needed(LIFETIMES_NS.getLast(),
                new Conditions(1, 0, DRAIN_FACTOR, BATCH, RARELY)),
                "in flight at 102 us in 99.99 % of the time, and a batch of 256"),
            new Footprint("burst-tolerant", needed(LIFETIMES_NS.getLast(),
                new Conditions(BURST.factor(), BURST.lengthNs(), DRAIN_FACTOR, BATCH, RARELY)),
                "the same, and the backlog of the burst"),
            new Footprint("proposed", BufferCounts.DEFAULT, "the seed's counts, the pool's defaults"));
    }

    private static BufferCounts needed(final long lifetimeNs, final Conditions conditions)
    {
        final Lifetimes lifetimes = Lifetimes.fixed(lifetimeNs);
        final List<SizeLoad> loads = Arrays.stream(SizeClass.values()).map(sizeClass -> new SizeLoad(
            sizeClass, RATE_PER_CORE * MIX.get(sizeClass.ordinal()) / PER_CENT, lifetimes)).toList();
        return LanePrediction.of(loads, conditions, BufferCounts.DEFAULT).needed().counts();
    }
}
