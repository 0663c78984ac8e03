package relay.perf.bench;

import java.util.function.IntFunction;
import relay.perf.topology.Trial;

/**
 * The recovery of a relay from an overload: 110 % of its throughput, as RFC 2544 has it, or more where that loses
 * nothing: a search ends below the limit of a relay, by its precision or because of a bad moment.
 *
 * @param percent   of the throughput at which something was lost, or else the most that was tried.
 * @param trial     of that.
 * @param lost      before the change, in datagrams; 0 if there was no overload.
 * @param isLimited whether the generator did not manage that rate.
 */
record Recovery(int percent, Trial trial, long lost, boolean isLimited)
{
    /** Tried in turn. */
    private static final int[] PERCENTS = {110, 125, 150, 200};
    private static final double MICROSECOND_NS = 1e3;

    /**
     * @param trial     of a share of the throughput, in percent, and then half the throughput.
     * @param lossMax   part of the datagrams that may be lost without any overload.
     * @param lateMaxNs how late the generator may be, in nanoseconds; once it is later, more cannot be tried.
     * @return the first in which more than may be was lost before the change, or the last.
     */
    static Recovery find(final IntFunction<Trial> trial, final double lossMax, final double lateMaxNs)
    {
        Recovery last = null;
        for (final int percent : PERCENTS)
        {
            final Trial result = trial.apply(percent);
            final long lost = result.sent() - result.received() - result.lostAfter();
            final boolean isOverload = lost > lossMax * result.sent();
            last = new Recovery(percent, result, isOverload ? lost : 0, result.sendLateMaxNs() > lateMaxNs);
            if (isOverload || last.isLimited())
            {
                break;
            }
        }
        return last;
    }

    boolean isOverload()
    {
        return lost > 0;
    }

    /**
     * @return microseconds from the change to the last datagram lost; 0 if none was lost after it, NaN if there was no
     *     overload to recover from.
     */
    double us()
    {
        return isOverload() ? Math.max(0, trial.lastLostNs()) / MICROSECOND_NS : Double.NaN;
    }
}
