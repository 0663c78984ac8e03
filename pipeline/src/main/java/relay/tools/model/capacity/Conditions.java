package relay.tools.model.capacity;

/**
 * Under what conditions a lane carries its load; the same for all lanes.
 *
 * @param burstFactor of the rate while a burst lasts, 1 for none.
 * @param burstNs     how long it lasts, in nanoseconds.
 * @param drainFactor of the rate that leaves at most; infinite if nothing limits it.
 * @param batch       packets that are received or wait together, whose buffers are taken at once; 0 for none.
 * @param exceedance  probability that the buffers needed do not suffice, more than 0.
 */
public record Conditions(double burstFactor, long burstNs, double drainFactor, int batch, double exceedance)
{
    /**
     * @return the multiple of the rate that gets through while the burst lasts, 1 or more.
     */
    public double throughFactor()
    {
        return Math.max(1, Math.min(burstFactor, drainFactor));
    }

    /**
     * @param ratePerSecond of a lane, or of one size class in it.
     * @return the burst in its packets.
     */
    public FluidBurst burst(final double ratePerSecond)
    {
        return new FluidBurst(
            ratePerSecond, burstFactor, burstNs, 0 == ratePerSecond ? 0 : ratePerSecond * drainFactor);
    }
}
