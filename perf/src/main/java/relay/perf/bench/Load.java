package relay.perf.bench;

/**
 * What is sent through each {@link Step} alike.
 *
 * @param name        for people and JSON.
 * @param rate        datagrams a second.
 * @param isPerCount  whether that is divided by what the step has of its kind, so that each has as many copies to send.
 * @param train       datagrams that are due at once; 1: each on its own.
 * @param isSegmented whether what is due at once leaves the generator as one train.
 * @param isSpread    whether it goes to all groups of the step in turn, or to the first of them.
 */
record Load(String name, long rate, boolean isPerCount, int train, boolean isSegmented, boolean isSpread)
{
    /**
     * @param count of the step.
     * @return datagrams a second for it.
     */
    long rate(final int count)
    {
        return isPerCount ? Math.max(1, rate / count) : rate;
    }

    TrialPlan plan(final int count, final long warmUpMs, final long durationMs)
    {
        return 1 == train ? TrialPlan.ofLatency(rate(count), warmUpMs, durationMs) :
            TrialPlan.ofRate(rate(count), train, warmUpMs, durationMs);
    }
}
