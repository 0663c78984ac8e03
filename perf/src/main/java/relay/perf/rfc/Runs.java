package relay.perf.rfc;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import relay.perf.bench.RateSearch;
import relay.perf.bench.Traffic;
import relay.perf.bench.Trial;
import relay.perf.bench.TrialPlan;
import relay.perf.bench.Workload;
import relay.perf.report.Spread;

/**
 * Runs of generator and sink through one relay that has been started. Called from the harness's thread.
 */
final class Runs
{
    private static final long WARM_UP_RATE = 50_000;
    /** Nothing at all may be lost: what a machine does now and then must not count. */
    private static final int ATTEMPTS = 3;
    /** As the other benchmarks have it: many short runs, of which the median counts. */
    private static final int LATENCY_WINDOW_DIVISOR = 3;
    private static final double STEP_UNKNOWN = 2;
    private static final double STEP_KNOWN = 1.15;

    private final Plan plan;
    private final Integrity integrity;
    private final Function<Workload, Traffic> traffics;

    Runs(final Plan plan, final Figures figures, final Function<Workload, Traffic> traffics)
    {
        this.plan = plan;
        integrity = figures.integrity();
        this.traffics = traffics;
    }

    /** Lets the relay's code be compiled. */
    void warmUp(final Workload workload)
    {
        run(workload, TrialPlan.ofRate(WARM_UP_RATE, plan.train(), 0, plan.warmUpMs()));
    }

    Trial run(final Workload workload, final TrialPlan trial)
    {
        final Trial result = traffics.apply(workload).run(trial);
        integrity.add(result, workload.copies());
        return result;
    }

    /**
     * @param workload to send.
     * @param rate     datagrams a second.
     * @return one run.
     */
    Trial atRate(final Workload workload, final long rate)
    {
        return run(workload, TrialPlan.ofRate(rate, plan.train(), plan.trialWarmUpMs(), plan.trialMs()));
    }

    /**
     * @param workload to send.
     * @param rate     datagrams a second.
     * @return several short runs.
     */
    List<Trial> latencies(final Workload workload, final long rate)
    {
        final TrialPlan window = TrialPlan.ofLatency(
            rate, plan.train(), plan.trialWarmUpMs(), plan.trialMs() / LATENCY_WINDOW_DIVISOR);
        return IntStream.range(0, plan.latencyWindows()).mapToObj(ignore -> run(workload, window)).toList();
    }

    /**
     * @param workload to send.
     * @param guess    datagrams a second.
     * @param isKnown  whether that was found before.
     * @return the highest rate of which no more is lost than may be.
     */
    RateSearch.Result throughput(final Workload workload, final long guess, final boolean isKnown)
    {
        final LongFunction<Trial> trial = rate -> atRate(workload, rate);
        return new RateSearch(trial, plan.precision(), each -> loss(workload, each) <= plan.lossMax(), ATTEMPTS)
            .run(guess, isKnown ? STEP_KNOWN : STEP_UNKNOWN);
    }

    /**
     * @param workload that was sent.
     * @param trial    of it.
     * @return part of all copies that did not arrive.
     */
    static double loss(final Workload workload, final Trial trial)
    {
        final double due = (double)trial.sent() * workload.copies();
        final double arrived =
            1 == workload.copies() ? trial.received() : trial.received() + (double)trial.duplicates();
        return Math.max(0, (due - arrived) / due);
    }

    /**
     * @param windows    of one rate.
     * @param percentile of each.
     * @return median of them, in microseconds.
     */
    static double latencyUs(final List<Trial> windows, final double percentile)
    {
        final Spread spread = Spread.of(windows.stream().map(each -> each.latencyUs(percentile)).toList());
        return null == spread ? Double.NaN : spread.median();
    }
}
