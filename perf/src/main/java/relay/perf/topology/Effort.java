package relay.perf.topology;

/**
 * How thoroughly to measure.
 *
 * @param rounds         repetitions of everything, each with peers newly started.
 * @param trialMs        length of a run of generator and sink.
 * @param warmUpMs       length of a peer's warm-up.
 * @param train          datagrams that the generator sends at once in searches.
 * @param precision      at which a search ends.
 * @param attempts       number of failures that make a rate fail.
 * @param lossMax        part of the datagrams that may be lost in a search.
 * @param latencyWindows runs of which the median counts; uneven, so that the median is one of them.
 */
public record Effort(
    int rounds, long trialMs, long warmUpMs, int train, double precision, int attempts, double lossMax,
    int latencyWindows)
{
    /** Start and stop of a peer. */
    public static final long START_MS = 2_500;
    /** Around each run: start, drain. */
    public static final long RUN_MS = 150;
    private static final int SEARCH_TRIALS = 11;
    private static final int WINDOW_DIVISOR = 3;

    /** Sent first in each run, not counted; fills the queues as they will be. */
    public long trialWarmUpMs()
    {
        return trialMs / 5;
    }

    /** Length of each run for latencies: all of nine are longer than a trial, since 99.9 % needs its thousands. */
    public long latencyWindowMs()
    {
        return trialMs / WINDOW_DIVISOR;
    }

    /** Estimated time of a run of generator and sink. */
    public double runMs()
    {
        return trialMs + trialWarmUpMs() + RUN_MS;
    }

    /** Estimated time of a search. */
    public double searchMs()
    {
        return SEARCH_TRIALS * runMs();
    }

    /** Estimated time of the latencies at one rate. */
    public double latencyMs()
    {
        return latencyWindows * (double)(latencyWindowMs() + trialWarmUpMs() + RUN_MS);
    }

    /** Estimated time from a peer's start until it is warm. */
    public double startMs()
    {
        return START_MS + (double)warmUpMs;
    }
}
