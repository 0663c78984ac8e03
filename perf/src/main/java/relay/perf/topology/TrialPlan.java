package relay.perf.topology;

/**
 * One run of generator and sink.
 *
 * @param rate        datagrams a second.
 * @param train       datagrams that are due together and sent by one call; 1 for each on its own schedule.
 * @param batch       datagrams that the sink takes at most before it looks at the schedule again.
 * @param warmUpCount datagrams that are sent first and not counted.
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

    /** Many datagrams; warm-up and duration in milliseconds, as below. */
    public static TrialPlan ofRate(final long rate, final int train, final long warmUpMs, final long durationMs)
    {
        return of(rate, train, RATE_BATCH, warmUpMs, durationMs);
    }

    /** For latencies. */
    public static TrialPlan ofLatency(final long rate, final int train, final long warmUpMs, final long durationMs)
    {
        return of(rate, train, LATENCY_BATCH, warmUpMs, durationMs);
    }

    /** A burst of as many datagrams, at a rate or {@link #AT_ONCE}. */
    public static TrialPlan ofCount(final long rate, final int train, final long count)
    {
        return new TrialPlan(rate, train, RATE_BATCH, 0, Math.max(1, count), 0, 0);
    }

    /** An overload, then a second rate; nothing is left uncounted. */
    public static TrialPlan ofSwitch(
        final long rate, final long firstMs, final long secondRate, final long secondMs, final int train)
    {
        final long switchAt = Math.max(1, rate * firstMs / THOUSAND);
        final long total = switchAt + Math.max(1, secondRate * secondMs / THOUSAND);
        return new TrialPlan(rate, train, RATE_BATCH, 0, total, switchAt, secondRate);
    }

    private static TrialPlan of(
        final long rate, final int train, final int batch, final long warmUpMs, final long durationMs)
    {
        final long warmUpCount = rate * warmUpMs / THOUSAND;
        return new TrialPlan(
            rate, train, batch, warmUpCount, warmUpCount + Math.max(1, rate * durationMs / THOUSAND), 0, 0);
    }
}
