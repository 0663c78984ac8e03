package relay.perf.bench;

import java.util.List;

/**
 * How a run measures.
 *
 * @param path        between generator and sink: {@code udp} or {@code aeron}.
 * @param contestants that take part, in the order in which they take turns.
 * @param workloads   to send.
 * @param rates       fixed ones, for latency, datagrams a second.
 * @param rounds      how often each contestant measures each workload.
 * @param trialMs     length of each run of generator and sink.
 * @param warmUpMs    how long a contestant is warmed up when it has started.
 * @param train       datagrams of one train where the rate is looked for.
 * @param precision   of the loss-free rate.
 */
record Settings(
    String path, List<Contestant> contestants, List<Workload> workloads, List<Integer> rates, int rounds, long trialMs,
    long warmUpMs, int train, double precision)
{
    /** Runs at one fixed rate; uneven, so that their median is one of them. */
    static final int LATENCY_WINDOWS = 9;

    private static final double SEARCH_TRIALS = 11;
    private static final double START_MS = 2_500;
    private static final double TRIAL_OVERHEAD_MS = 150;

    /**
     * @return about how long a run takes, in seconds.
     */
    long estimateSeconds()
    {
        final double search = SEARCH_TRIALS * (trialWarmUpMs() + trialMs + TRIAL_OVERHEAD_MS);
        final double fixed = rates.size() * LATENCY_WINDOWS * (trialWarmUpMs() + latencyWindowMs() + TRIAL_OVERHEAD_MS);
        final double each = START_MS + warmUpMs + search + fixed;
        return Math.round(each * contestants.size() * workloads.size() * rounds / 1_000);
    }

    /**
     * @return sent before what is counted, in each trial; fills the queues as they will be.
     */
    long trialWarmUpMs()
    {
        return trialMs / 5;
    }

    /**
     * @return length of each run at a fixed rate: all together longer than a trial, since 99.9 % needs its thousands.
     */
    long latencyWindowMs()
    {
        return 3 * trialMs / LATENCY_WINDOWS;
    }
}
