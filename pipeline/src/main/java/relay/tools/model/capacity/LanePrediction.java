package relay.tools.model.capacity;

import java.util.List;
import relay.pool.BufferCounts;

/**
 * What is to be expected of one lane: one traffic class in one worker, which shares buffers with no other.
 *
 * @param sizes by size class, in their order; those without load are among them.
 * @param burst in the lane's packets.
 */
public record LanePrediction(List<SizePrediction> sizes, FluidBurst burst)
{
    /**
     * @param loads      one for each size class, in their order.
     * @param conditions that it is carried under.
     * @param buffers    of the lane.
     * @return the prediction.
     */
    public static LanePrediction of(
        final List<SizeLoad> loads, final Conditions conditions, final BufferCounts buffers)
    {
        final double rate = loads.stream().mapToDouble(SizeLoad::ratePerSecond).sum();
        return new LanePrediction(
            loads.stream().map(load -> SizePrediction.of(
                load, 0 == rate ? 0 : load.ratePerSecond() / rate, conditions, buffers.of(load.sizeClass()))).toList(),
            conditions.burst(rate));
    }

    /**
     * @return buffers in flight on average, without a batch.
     */
    public double inFlight()
    {
        return sizes.stream().mapToDouble(size -> size.load().inFlight()).sum();
    }

    /**
     * @return buffers in use on average outside of bursts: in flight, and held by a batch.
     */
    public double inUse()
    {
        return sizes.stream().mapToDouble(SizePrediction::inUse).sum();
    }

    /**
     * @return from the beginning of the burst until the first size class has no buffer left, in nanoseconds; infinite
     * if none has.
     */
    public double exhaustionNs()
    {
        return sizes.stream().mapToDouble(size -> size.burst().exhaustionNs(size.room())).min()
            .orElse(Double.POSITIVE_INFINITY);
    }

    /**
     * @return packets of the burst that find no buffer.
     */
    public double dropped()
    {
        return sizes.stream().mapToDouble(size -> size.burst().dropped(size.room())).sum();
    }

    /**
     * @return share of the burst's packets that find no buffer, 0..1.
     */
    public double burstDropRate()
    {
        return 0 == dropped() ? 0 : dropped() / burst.arrivals();
    }

    /**
     * @return share of the packets that find no buffer outside of bursts, 0..1.
     */
    public double dropRate()
    {
        final double dropped = sizes.stream()
            .mapToDouble(size -> size.load().ratePerSecond() * size.dropRate()).sum();
        return 0 == dropped ? 0 : dropped / burst.ratePerSecond();
    }

    /**
     * @return from the end of the burst until nothing waits, in nanoseconds; infinite if the drain is too slow.
     */
    public double drainNs()
    {
        return burst.drainNs(sizes.stream().mapToDouble(size -> Math.min(size.room(), size.burst().backlog())).sum());
    }

    /**
     * @return buffers for all of it.
     */
    public BufferNeeds needed()
    {
        return BufferNeeds.of(sizeClass -> sizes.get(sizeClass.ordinal()).needed());
    }
}
