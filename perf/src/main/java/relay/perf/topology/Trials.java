package relay.perf.topology;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The runs of generator and sink through one peer that has been started. Called from the harness's thread.
 *
 * @param traffic    through the peer.
 * @param effort     of the run.
 * @param knownRates found so far, by name, so that the next search is short; searches add to it.
 * @param observer   of all trials.
 */
public record Trials(
    Traffic traffic, Effort effort, Map<String, Long> knownRates, BiConsumer<Workload, Trial> observer)
{
    private static final long WARM_UP_RATE = 50_000;
    private static final double STEP_UNKNOWN = 2;
    private static final double STEP_KNOWN = 1.1;

    public Trial run(final Workload workload, final TrialPlan plan)
    {
        final Trial trial = traffic.run(workload, plan);
        observer.accept(workload, trial);
        return trial;
    }

    /** Lets the peer's code be compiled. */
    public void warmUp(final Workload workload)
    {
        run(workload, TrialPlan.ofRate(WARM_UP_RATE, effort.train(), 0, effort.warmUpMs()));
    }

    public Trial atRate(final Workload workload, final long rate)
    {
        return run(workload, TrialPlan.ofRate(rate, effort.train(), effort.trialWarmUpMs(), effort.trialMs()));
    }

    /** Several short runs: a neighbour that disturbs the machine for a moment disturbs one of them, not the result. */
    public List<Trial> latencies(final Workload workload, final long rate, final int train)
    {
        final TrialPlan window =
            TrialPlan.ofLatency(rate, train, effort.trialWarmUpMs(), effort.latencyWindowMs());
        return IntStream.range(0, effort.latencyWindows()).mapToObj(ignore -> run(workload, window)).toList();
    }

    /**
     * @param name     of the search, the same in every round.
     * @param workload to send.
     * @param guess    datagrams a second, for the first round.
     * @return the highest rate of which no more is lost than may be, all copies counted.
     */
    public Search.Result throughput(final String name, final Workload workload, final long guess)
    {
        final Long known = knownRates.get(name);
        final Search.Result result = new Search(rate -> atRate(workload, rate), Search.Criteria.ofRate(
            effort.precision(), effort.attempts(), trial -> trial.lossOf(workload.copies()) <= effort.lossMax()))
            .run(null == known ? guess : known, null == known ? STEP_UNKNOWN : STEP_KNOWN);
        if (result.rate() > 0)
        {
            knownRates.put(name, Math.round(result.rate()));
        }
        return result;
    }
}
