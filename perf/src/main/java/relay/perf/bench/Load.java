package relay.perf.bench;

import relay.perf.topology.TrialPlan;

/**
 * Traffic that is sent through each {@link ScalePoint} alike.
 *
 * @param name        human-readable, and in JSON.
 * @param rate        datagrams a second.
 * @param isPerCount  whether that is divided by the point's count, so that each point has as many copies to send.
 * @param train       datagrams that are due at once; 1: each on its own.
 * @param isSegmented whether datagrams due at once leave the generator as one train.
 * @param isSpread    whether it goes to all groups of the point in turn, or to the first of them.
 */
record Load(String name, long rate, boolean isPerCount, int train, boolean isSegmented, boolean isSpread)
{
    /** Datagrams a second for a point with this count. */
    long rate(final int count)
    {
        return isPerCount ? Math.max(1, rate / count) : rate;
    }

    TrialPlan plan(final int count, final long warmUpMs, final long durationMs)
    {
        return 1 == train ? TrialPlan.ofLatency(rate(count), 1, warmUpMs, durationMs) :
            TrialPlan.ofRate(rate(count), train, warmUpMs, durationMs);
    }
}
