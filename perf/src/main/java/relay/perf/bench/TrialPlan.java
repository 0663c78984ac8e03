package relay.perf.bench;

/**
 * One run of generator and sink.
 *
 * @param rate       datagrams a second.
 * @param train      datagrams that are due together and sent by one call; 1 for each on its own schedule.
 * @param batch      datagrams that the sink takes at most before it looks at the schedule again.
 * @param warmUpMs   sent before what is counted, in milliseconds.
 * @param durationMs of what is counted, in milliseconds.
 */
record TrialPlan(long rate, int train, int batch, long warmUpMs, long durationMs)
{
    /** Large: receiving costs the generator less. */
    private static final int RATE_BATCH = 32;
    /** Small: a datagram that is due waits for few that arrive. */
    private static final int LATENCY_BATCH = 2;
    private static final long THOUSAND = 1_000;

    static TrialPlan ofRate(final long rate, final int train, final long warmUpMs, final long durationMs)
    {
        return new TrialPlan(rate, train, RATE_BATCH, warmUpMs, durationMs);
    }

    static TrialPlan ofLatency(final long rate, final long warmUpMs, final long durationMs)
    {
        return new TrialPlan(rate, 1, LATENCY_BATCH, warmUpMs, durationMs);
    }

    long warmUpCount()
    {
        return rate * warmUpMs / THOUSAND;
    }

    long totalCount()
    {
        return warmUpCount() + Math.max(1, rate * durationMs / THOUSAND);
    }
}
