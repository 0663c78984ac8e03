package relay.perf.experiment;

import java.util.List;
import relay.observe.chart.PercentileCurve;

/**
 * What became of a {@link Burst}. Times are from the burst's begin or end as observed from outside, a fraction of a
 * millisecond apart.
 *
 * @param burst         that was tried.
 * @param prediction    for what arrived.
 * @param arrived       datagrams in the burst, as the relay counted them.
 * @param burstNs       how long it took.
 * @param lateMaxNs     the most that the source was behind its schedule.
 * @param waitedNs      that the relay's thread was ready to run and had no core, in the burst.
 * @param exhaustionNs  from its begin to the first drop; NaN for none.
 * @param backlog       the most datagrams that waited in the burst, each in a buffer.
 * @param dropped       datagrams in the burst that found no buffer.
 * @param dropRate      of those that arrived from the first drop to the burst's end.
 * @param recoveryNs    from the burst's end to the last drop: a full second without one followed; 0 if it caused none
 *                      after its end, NaN if drops went on.
 * @param drainedNs     from the burst's end until nothing waited; NaN for never.
 * @param droppedAtHalf datagrams dropped after the burst, at half of the sustainable rate.
 * @param droppedAtFull the same at all of it.
 * @param classes       by size class that the mix needs.
 * @param kernelDrops   datagrams that the relay's socket had no room for.
 * @param imbalance     of the ledger at the end.
 * @param errors        of the agents.
 * @param lifetimes     of small buffers; null if there were none.
 * @param samples       while it went on.
 */
record BurstResult(
    Burst burst, Burst.Prediction prediction, long arrived, long burstNs, long lateMaxNs, long waitedNs,
    double exhaustionNs, long backlog, long dropped, double dropRate, double recoveryNs, double drainedNs,
    long droppedAtHalf, long droppedAtFull, List<ClassResult> classes, long kernelDrops, long imbalance, long errors,
    PercentileCurve lifetimes, List<Sample> samples)
{
    private static final long LATE_MAX_NS = 2_000_000;
    private static final int LATE_DIVISOR = 10;
    /** Who sends later than that may lose some of what the destination's rate allows. */
    private static final long WAITED_MAX_NS = 1_000_000;

    /**
     * What became of one size class.
     *
     * @param name      of the class.
     * @param buffers   that there are.
     * @param claimed   how often one was.
     * @param exhausted how often none was left.
     * @param peakInUse the most in flight at once, after the burst too.
     */
    record ClassResult(String name, long buffers, long claimed, long exhausted, long peakInUse)
    {
        /**
         * @return share of its datagrams that were dropped, over all phases.
         */
        double dropRate()
        {
            return 0 == exhausted ? 0 : (double)exhausted / (claimed + exhausted);
        }
    }

    /**
     * The relay at one moment.
     *
     * @param ns       since the burst began.
     * @param received datagrams since the relay started.
     * @param inFlight datagrams that wait.
     * @param dropped  datagrams since the relay started.
     */
    record Sample(long ns, long received, long inFlight, long dropped)
    {
    }

    /**
     * Whether it is told by this burst how good the prediction is: the kernel dropped nothing before the relay saw it,
     * the source kept its pace, and the relay had its core.
     *
     * @return whether all of it holds.
     */
    boolean isClean()
    {
        return 0 == kernelDrops && lateMaxNs <= Math.max(LATE_MAX_NS, burstNs / LATE_DIVISOR) &&
            waitedNs <= WAITED_MAX_NS;
    }

    /**
     * @return whether nothing was lost count of and nothing failed, and nothing was dropped any more as soon as the
     *     destination could take more than came.
     */
    boolean isGraceful()
    {
        final boolean isRecovering = burst.drainRate() > burst.sustainableRate() / 2;
        return 0 == imbalance && 0 == errors && (!isRecovering || Double.isFinite(recoveryNs));
    }
}
