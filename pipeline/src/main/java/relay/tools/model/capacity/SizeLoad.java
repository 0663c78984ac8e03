package relay.tools.model.capacity;

import relay.pool.SizeClass;

/**
 * What one size class of a lane has to carry.
 *
 * @param sizeClass     of the buffers.
 * @param ratePerSecond packets a second, on average.
 * @param lifetimes     from claim to release; null where the rate is 0.
 */
public record SizeLoad(SizeClass sizeClass, double ratePerSecond, Lifetimes lifetimes)
{
    private static final double SECOND_NS = 1e9;

    /**
     * Little's law, which holds for any arrivals and any lifetimes.
     *
     * @return buffers in flight on average.
     */
    public double inFlight()
    {
        return 0 == ratePerSecond ? 0 : ratePerSecond * lifetimes.meanNs() / SECOND_NS;
    }

    /**
     * At the end of a burst, where the whole distribution of the lifetimes counts: of buffers that live longer than it
     * lasts, only what came in it is there in addition (M_t/G/infinity: S. G. Eick, W. A. Massey and W. Whitt, 1993).
     *
     * @param factor   of the rate that gets through while it lasts.
     * @param lengthNs of the burst.
     * @return buffers in flight on average.
     */
    public double inFlight(final double factor, final long lengthNs)
    {
        return 0 == ratePerSecond ? 0 : inFlight() + (factor - 1) * ratePerSecond *
            lifetimes.mean(lifetimeNs -> Math.min(lifetimeNs, lengthNs)) / SECOND_NS;
    }
}
