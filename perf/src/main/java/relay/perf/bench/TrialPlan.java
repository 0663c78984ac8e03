package relay.perf.bench;

/**
 * One run of generator and sink.
 *
 * @param rate        datagrams a second.
 * @param train       datagrams that are due together and sent by one call; 1 for each on its own schedule.
 * @param batch       datagrams that the sink takes at most before it looks at the schedule again.
 * @param warmUpCount datagrams that are sent before what is counted.
 * @param totalCount  datagrams, those included.
 * @param switchAt    number of the first datagram that is sent at the second rate; 0 for none.
 * @param secondRate  datagrams a second, 0 for none.
 */
public record TrialPlan(
    long rate, int train, int batch, long warmUpCount, long totalCount, long switchAt, long secondRate)
{
    /** Faster than any generator: all datagrams are due at once. */
    public static final long AT_ONCE = 1_000_000_000;

    /** Large: receiving costs the generator less. */
    private static final int RATE_BATCH = 32;
    /** Small: a datagram that is due waits for few that arrive. */
    private static final int LATENCY_BATCH = 2;
    private static final long THOUSAND = 1_000;

    /**
     * @param rate       datagrams a second.
     * @param train      datagrams that are due together.
     * @param warmUpMs   sent before what is counted, in milliseconds.
     * @param durationMs of what is counted, in milliseconds.
     * @return a plan for many datagrams.
     */
    public static TrialPlan ofRate(final long rate, final int train, final long warmUpMs, final long durationMs)
    {
        return of(rate, train, RATE_BATCH, rate * warmUpMs / THOUSAND, rate * durationMs / THOUSAND);
    }

    /**
     * @param rate       datagrams a second.
     * @param warmUpMs   sent before what is counted, in milliseconds.
     * @param durationMs of what is counted, in milliseconds.
     * @return a plan for latencies.
     */
    public static TrialPlan ofLatency(final long rate, final long warmUpMs, final long durationMs)
    {
        return ofLatency(rate, 1, warmUpMs, durationMs);
    }

    /**
     * @param rate       datagrams a second.
     * @param train      datagrams that are due together.
     * @param warmUpMs   sent before what is counted, in milliseconds.
     * @param durationMs of what is counted, in milliseconds.
     * @return a plan for latencies.
     */
    public static TrialPlan ofLatency(final long rate, final int train, final long warmUpMs, final long durationMs)
    {
        return of(rate, train, LATENCY_BATCH, rate * warmUpMs / THOUSAND, rate * durationMs / THOUSAND);
    }

    /**
     * @param rate  datagrams a second, or {@link #AT_ONCE}.
     * @param train datagrams that are sent by one call.
     * @param count of datagrams.
     * @return a plan for a burst.
     */
    public static TrialPlan ofCount(final long rate, final int train, final long count)
    {
        return of(rate, train, RATE_BATCH, 0, count);
    }

    /**
     * @param rate       at first, datagrams a second.
     * @param firstMs    how long, in milliseconds.
     * @param secondRate then.
     * @param secondMs   how long, in milliseconds.
     * @param train      datagrams that are sent by one call.
     * @return a plan for what comes after too much.
     */
    public static TrialPlan ofSwitch(
        final long rate, final long firstMs, final long secondRate, final long secondMs, final int train)
    {
        final long switchAt = Math.max(1, rate * firstMs / THOUSAND);
        return new TrialPlan(rate, train, RATE_BATCH, 0,
            switchAt + Math.max(1, secondRate * secondMs / THOUSAND), switchAt, secondRate);
    }

    private static TrialPlan of(
        final long rate, final int train, final int batch, final long warmUpCount, final long count)
    {
        return new TrialPlan(rate, train, batch, warmUpCount, warmUpCount + Math.max(1, count), 0, 0);
    }
}
