package relay.perf.experiment;

import com.google.gson.annotations.Expose;
import java.util.List;
import java.util.SequencedMap;
import org.HdrHistogram.Histogram;
import relay.perf.outcome.Derived;
import relay.perf.outcome.Keys;

/**
 * The result of an {@link Overload}. Times are from the burst's begin or end as observed from outside, a fraction of a
 * millisecond apart.
 *
 * @param overload      that was tried.
 * @param predicted     for what arrived.
 * @param arrived       datagrams in the burst, as the relay counted them.
 * @param burstNs       length of the burst.
 * @param lateMaxNs     the most that the source was behind its schedule.
 * @param waitedNs      that the relay's thread was ready to run and had no core, in the burst.
 * @param exhaustionNs  from its begin to the first drop; NaN for none.
 * @param backlog       most datagrams that waited in the burst, each in a buffer.
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
 * @param lifetimeNs    of small buffers; null if there were none.
 * @param samples       while it went on.
 */
record OverloadResult(
    @Expose(serialize = false) Overload overload, Overload.Prediction predicted, long arrived, long burstNs,
    long lateMaxNs, long waitedNs, double exhaustionNs, long backlog, long dropped, double dropRate, double recoveryNs,
    double drainedNs, long droppedAtHalf, long droppedAtFull, List<SizeResult> classes, long kernelDrops,
    long imbalance, long errors, Histogram lifetimeNs, @Expose(serialize = false) List<Sample> samples)
    implements Derived
{
    private static final long LATE_MAX_NS = 2_000_000;
    private static final int LATE_DIVISOR = 10;
    /** A thread that sends later than that may lose some of what the destination's rate allows. */
    private static final long WAITED_MAX_NS = 1_000_000;

    /**
     * The result for one size class.
     *
     * @param name      of the class.
     * @param buffers   that there are.
     * @param claimed   times that one was claimed.
     * @param exhausted times that none was left.
     * @param peakInUse the most in flight at once, after the burst too.
     */
    record SizeResult(String name, long buffers, long claimed, long exhausted, long peakInUse)
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
     * The relay at one moment. JSON has it as an array.
     *
     * @param ns       since the burst began.
     * @param received datagrams since the relay started.
     * @param inFlight datagrams that wait.
     * @param dropped  datagrams since the relay started.
     */
    record Sample(long ns, long received, long inFlight, long dropped)
    {
        private List<Long> row()
        {
            return List.of(ns, received, inFlight, dropped);
        }
    }

    /**
     * Whether this burst can judge the prediction: the kernel dropped nothing before the relay saw it, the source kept
     * its pace, and the relay had its core.
     *
     * @return whether all of it holds.
     */
    boolean isClean()
    {
        return 0 == kernelDrops && lateMaxNs <= Math.max(LATE_MAX_NS, burstNs / LATE_DIVISOR) &&
            waitedNs <= WAITED_MAX_NS;
    }

    /**
     * @return whether the ledger is exact, no agent failed, and the relay stopped dropping as soon as the destination
     *     could take more than came.
     */
    boolean isGraceful()
    {
        final boolean isRecovering = overload.drainRate() > overload.sustainableRate() / 2;
        return 0 == imbalance && 0 == errors && (!isRecovering || Double.isFinite(recoveryNs));
    }

    /**
     * @return human-readable, marked if it is not compared.
     */
    String text()
    {
        return overload.text() + (isClean() ? "" : " (*)");
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return Keys.of("mix", overload.mix(), "factor", overload.factor(), "lengthMs", overload.lengthMs(), "drain",
            overload.drain(), "sustainableRate", overload.sustainableRate(), "isClean", isClean(), "isGraceful",
            isGraceful(), "samples", samples.stream().map(Sample::row).toList());
    }
}
