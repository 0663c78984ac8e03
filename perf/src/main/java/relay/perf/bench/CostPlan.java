package relay.perf.bench;

import java.util.Comparator;
import java.util.List;

/**
 * How a run measures costs.
 *
 * @param steps    to compare, in the order in which they take turns.
 * @param loads    to send through each.
 * @param rounds   how often.
 * @param trialMs  length of each run of generator and sink.
 * @param warmUpMs how long a relay is warmed up when it has started.
 */
record CostPlan(List<Step> steps, List<Load> loads, int rounds, long trialMs, long warmUpMs)
{
    private static final double START_MS = 2_500;
    private static final double RUN_MS = 200;
    private static final double THOUSAND = 1e3;

    /**
     * @return about how long it takes, in seconds.
     */
    long estimateSeconds()
    {
        final double each = START_MS + warmUpMs + loads.size() * (trialMs + trialWarmUpMs() + RUN_MS);
        return Math.round(each * steps.size() * rounds / THOUSAND);
    }

    /**
     * @return sent before what is counted, in each run.
     */
    long trialWarmUpMs()
    {
        return trialMs / 5;
    }

    List<String> axes()
    {
        return steps.stream().map(Step::axis).distinct().toList();
    }

    /**
     * @param axis of steps.
     * @return the steps on it, in ascending order.
     */
    List<Step> on(final String axis)
    {
        return steps.stream().filter(step -> step.axis().equals(axis))
            .sorted(Comparator.comparingInt(Step::count)).toList();
    }
}
