package relay.tools.model;

import java.util.List;
import java.util.Map;
import relay.observe.LatencyTags;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.Conditions;
import relay.tools.model.capacity.LanePrediction;
import relay.tools.model.capacity.SizePrediction;

/**
 * The output of {@code relay model --json} for rates: its components are the keys of docs/capacity.md. -1 is infinite.
 */
record PredictionJson(
    int cores,
    double percentile,
    int batch,
    double burstFactor,
    long burstNs,
    double drainFactor,
    List<Lane> classes)
{
    static PredictionJson of(final ModelSettings settings, final List<Lane> classes)
    {
        final Conditions conditions = settings.conditions();
        return new PredictionJson(
            settings.cores(), settings.percentile(), conditions.batch(), conditions.burstFactor(),
            conditions.burstNs(), ModelText.finite(conditions.drainFactor()), classes);
    }

    /** The lane of one class, on one core. */
    record Lane(
        String name,
        double ratePerSecond,
        double inFlight,
        double inUse,
        double backlog,
        double burstPackets,
        double exhaustionNs,
        double dropped,
        double burstDropRate,
        double dropRateWhileExhausted,
        double drainNs,
        double dropRate,
        Map<String, Integer> buffers,
        ModelText.LaneMemory footprint,
        List<Size> sizes,
        Recommended recommended)
    {
        static Lane of(
            final String name, final ModelSettings settings, final LanePrediction lane, final Recommended recommended)
        {
            return new Lane(
                name, lane.burst().ratePerSecond(), lane.inFlight(), lane.inUse(), lane.burst().backlog(),
                lane.burst().arrivals(), ModelText.finite(lane.exhaustionNs()), lane.dropped(), lane.burstDropRate(),
                lane.burst().dropRateWhileExhausted(), ModelText.finite(lane.drainNs()), lane.dropRate(),
                ModelText.bySize(settings.buffers()),
                ModelText.LaneMemory.of(settings.buffers(), settings.cores()),
                lane.sizes().stream().filter(size -> size.load().ratePerSecond() > 0).map(Size::of).toList(),
                recommended);
        }
    }

    record Recommended(
        Map<String, Integer> buffers,
        boolean isEnough,
        double dropRate,
        double burstDropRate,
        ModelText.LaneMemory footprint)
    {
        static Recommended of(
            final BufferCounts counts, final int cores, final boolean isEnough, final LanePrediction withThese)
        {
            return new Recommended(
                ModelText.bySize(counts), isEnough, withThese.dropRate(), withThese.burstDropRate(),
                ModelText.LaneMemory.of(counts, cores));
        }
    }

    /** One size class of a lane. */
    record Size(
        String size,
        double ratePerSecond,
        double lifetimeMeanNs,
        double inFlight,
        double inFlightInBurst,
        long inFlightMost,
        double batchHeld,
        double backlog,
        long needed,
        long buffers,
        double dropRate,
        double exhaustionNs,
        double dropped)
    {
        private static Size of(final SizePrediction size)
        {
            return new Size(
                LatencyTags.label(size.sizeClass()), size.load().ratePerSecond(), size.load().lifetimes().meanNs(),
                size.load().inFlight(), size.inBurst(), size.inFlightMost(), size.batchHeld(),
                size.burst().backlog(), size.needed(), size.buffers(), size.dropRate(),
                ModelText.finite(size.burst().exhaustionNs(size.room())), size.burst().dropped(size.room()));
        }
    }
}
