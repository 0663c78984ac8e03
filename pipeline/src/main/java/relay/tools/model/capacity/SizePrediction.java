package relay.tools.model.capacity;

import relay.pool.SizeClass;

/**
 * What is to be expected of one size class of a lane.
 *
 * @param load         that it carries.
 * @param buffers      it has.
 * @param batchHeld    buffers that a batch holds: the class's share of it.
 * @param inBurst      buffers in flight on average at the end of the burst, without a backlog; as ever without one.
 * @param inFlightMost buffers in flight, that of an arrival among them, that no more than the asked share of the
 *                     arrivals then exceeds.
 * @param burst        in its packets.
 * @param needed       buffers for all of it: in flight, batch and backlog.
 */
public record SizePrediction(
    SizeLoad load, int buffers, double batchHeld, double inBurst, long inFlightMost, FluidBurst burst, long needed)
{
    static SizePrediction of(
        final SizeLoad load, final double share, final Conditions conditions, final int buffers)
    {
        final double batchHeld = conditions.batch() * share;
        final FluidBurst burst = conditions.burst(load.ratePerSecond());
        final double inBurst = load.inFlight(conditions.throughFactor(), conditions.burstNs());
        final long inFlightMost = 0 == share ? 0 : Poisson.buffers(inBurst, conditions.exceedance());
        final long needed = (long)(inFlightMost + Math.ceil(batchHeld) + Math.ceil(burst.backlog()));
        return new SizePrediction(load, buffers, batchHeld, inBurst, inFlightMost, burst, needed);
    }

    public SizeClass sizeClass()
    {
        return load.sizeClass();
    }

    /**
     * @return buffers that are in use on average outside of bursts.
     */
    public double inUse()
    {
        return load.inFlight() + batchHeld;
    }

    /**
     * @return buffers that are left for a backlog.
     */
    public double room()
    {
        return Math.max(0, buffers - inBurst - batchHeld);
    }

    /**
     * @return share of the packets that find none free outside of bursts, with Poisson arrivals; 0..1.
     */
    public double dropRate()
    {
        return Math.max(burst.overloadDropRate(),
            ErlangLoss.dropRate(load.inFlight(), Math.max(0, buffers - (long)Math.ceil(batchHeld))));
    }
}
