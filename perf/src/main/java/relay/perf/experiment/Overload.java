package relay.perf.experiment;

import java.util.Locale;
import relay.perf.outcome.NumberText;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.FluidBurst;

/**
 * One overload to try: a quarter of the sustainable rate, the burst, half of that rate, then all of it.
 *
 * @param mix             of lengths.
 * @param factor          of the burst, times the sustainable rate.
 * @param lengthMs        of the burst.
 * @param drain           of the destination, times the sustainable rate.
 * @param buffers         of the lane.
 * @param sustainableRate datagrams a second.
 */
record Overload(LengthMix mix, double factor, int lengthMs, double drain, BufferCounts buffers, double sustainableRate)
{
    /** Bytes that the destination may send at once above its rate. */
    static final int SHAPER_BURST_BYTES = 128 * 1_024;

    private static final double BITS = 8;
    private static final double SECOND_NS = 1e9;

    /**
     * @return of the destination.
     */
    long drainBitsPerSecond()
    {
        return Math.round(drainRate() * mix.meanLength() * BITS);
    }

    /**
     * @return datagrams a second that the destination takes.
     */
    double drainRate()
    {
        return drain * sustainableRate;
    }

    /**
     * @return human-readable.
     */
    String text()
    {
        return String.format(Locale.ROOT, "%s x for %d ms", NumberText.text(factor), lengthMs);
    }

    /**
     * Predicts a fluid, which finds the buffers and what a shaped destination may send at once.
     *
     * @param arrivalRate datagrams a second in the burst, as they came.
     * @param burstNs     its length, as it was.
     * @param afterRate   datagrams a second afterwards.
     * @return the prediction of {@code relay model}'s formulas.
     */
    Prediction prediction(final double arrivalRate, final long burstNs, final double afterRate)
    {
        final FluidBurst fluid = new FluidBurst(afterRate, arrivalRate / afterRate, burstNs, drainRate());
        final double capacity = mix.capacity(buffers);
        final double atOnce = SHAPER_BURST_BYTES / mix.meanLength();
        final double room = capacity + atOnce;
        final double backlog = Math.min(capacity, Math.max(0, fluid.backlog() - atOnce));
        final double dropped = fluid.dropped(room);
        final double spare = drainRate() - afterRate;
        return new Prediction(
            dropped > 0 ? fluid.exhaustionNs(room) : Double.NaN, backlog, dropped,
            dropped > 0 ? fluid.dropRateWhileExhausted() : 0,
            0 == backlog ? 0 : spare > 0 ? backlog / spare * SECOND_NS : Double.NaN);
    }

    /**
     * Expected of a burst.
     *
     * @param exhaustionNs from its begin until no buffer is left; NaN for never.
     * @param backlog      most datagrams that wait.
     * @param dropped      datagrams that find no buffer.
     * @param dropRate     share of those that come while there is none; 0 if there always is one.
     * @param drainedNs    from the burst's end until nothing waits; NaN for never.
     */
    record Prediction(double exhaustionNs, double backlog, double dropped, double dropRate, double drainedNs)
    {
    }
}
