package relay.perf.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import relay.perf.topology.Peers;
import relay.perf.topology.Search;
import relay.perf.topology.Trial;
import relay.perf.topology.TrialMetric;
import relay.perf.topology.TrialPlan;
import relay.perf.topology.Trials;
import relay.perf.topology.Workload;

/**
 * The tests of RFC 2544 on one relay from one group to another. Called from the harness's thread.
 */
final class Rfc2544
{
    private static final String DIRECT = "without a relay";
    private static final RfcTest[] BY_SIZE = {
        RfcTest.THROUGHPUT, RfcTest.LATENCY, RfcTest.FRAME_LOSS, RfcTest.BACK_TO_BACK, RfcTest.RECOVERY};
    private static final long GUESS = 200_000;
    private static final long BURST_GUESS = 4_000;
    private static final long BURST_MIN = 64;
    private static final double BURST_PRECISION = 0.05;
    private static final int BURST_TRAIN = 16;
    private static final double BURST_STEP = 2;
    private static final int BURST_ATTEMPTS = 2;
    /** Part of the overload's time: later, the generator has sent less than 105 % where 110 % were wanted. */
    private static final double OVERLOAD_LATE = 0.05;
    private static final double PERCENT = 100;
    private static final double MS_NS = 1e6;
    private static final double MEGABIT = 1e6;

    private final RfcRun run;
    private final RfcPlan plan;
    private final Map<String, Long> bursts = new HashMap<>();
    private final Map<RfcTest, RelativeTest> relative = new EnumMap<>(Map.<RfcTest, RelativeTest>of(
        RfcTest.LATENCY, this::latency, RfcTest.FRAME_LOSS, this::frameLoss,
        RfcTest.BACK_TO_BACK, this::backToBack, RfcTest.RECOVERY, this::recovery));

    /** A test that is relative to the throughput of its size. */
    private interface RelativeTest
    {
        void measure(Trials trials, int size, Workload workload, double rate);
    }

    Rfc2544(final RfcRun run)
    {
        this.run = run;
        plan = run.plan();
    }

    /** Measures one round. */
    void measure() throws IOException
    {
        final Workload standard = Workload.ofSize(RfcPlan.SIZE);
        if (plan.has(BY_SIZE) || plan.has(RfcTest.MIXED_SIZE))
        {
            run.with(Peers.relay(), standard, trials ->
            {
                trials.warmUp(standard);
                measure(trials);
                return null;
            });
        }
        if (plan.has(RfcTest.THROUGHPUT))
        {
            run.with(Peers.direct(), standard, trials ->
            {
                plan.sizes().forEach(size ->
                    run.throughput(trials, RfcTest.THROUGHPUT, size, Workload.ofSize(size), DIRECT, GUESS));
                return null;
            });
        }
    }

    private void measure(final Trials trials)
    {
        if (plan.has(BY_SIZE))
        {
            plan.sizes().forEach(size -> measure(trials, size));
        }
        if (plan.has(RfcTest.MIXED_SIZE))
        {
            run.throughput(trials, RfcTest.MIXED_SIZE, 0, new Workload("7 : 4 : 1", RfcPlan.MIX, 1, 1, true, 1),
                RfcRun.THROUGHPUT, GUESS);
        }
    }

    /** Throughput first: most other tests are relative to it. */
    private void measure(final Trials trials, final int size)
    {
        final Workload workload = Workload.ofSize(size);
        final double rate =
            run.throughput(trials, RfcTest.THROUGHPUT, size, workload, RfcRun.THROUGHPUT, GUESS);
        if (0 == rate)
        {
            run.fail(workload.name() + ": no rate without loss, hence nothing that is relative to it");
            return;
        }
        run.add(
            RfcTest.THROUGHPUT, workload.name(), size, "payload", "Mbit/s", rate * size * Byte.SIZE / MEGABIT);
        relative.forEach((test, relation) ->
        {
            if (plan.has(test))
            {
                relation.measure(trials, size, workload, rate);
            }
        });
    }

    private void latency(final Trials trials, final int size, final Workload workload, final double rate)
    {
        final String subject = workload.name();
        for (final int percent : RfcPlan.LATENCY_PERCENTS)
        {
            final List<Trial> windows =
                trials.latencies(workload, Math.round(rate * percent / PERCENT), plan.effort().train());
            windows.forEach(each -> run.addLatency(subject, percent + " % of the throughput", each.latency()));
            final double p50 = TrialMetric.P50.of(windows);
            final double p99 = TrialMetric.P99.of(windows);
            run.add(RfcTest.LATENCY, subject, size, "p50 at " + percent + " %", "us", p50);
            run.add(RfcTest.LATENCY, subject, size, "p99 at " + percent + " %", "us", p99);
            run.say(RfcTest.LATENCY, subject, "at %d %% p50 %.1f us, p99 %.1f us", percent, p50, p99);
        }
    }

    private void frameLoss(final Trials trials, final int size, final Workload workload, final double rate)
    {
        for (final int percent : plan.lossPercents())
        {
            final Trial trial = trials.atRate(workload, Math.round(rate * percent / PERCENT));
            run.addOffered(RfcTest.FRAME_LOSS, workload.name(), size, percent + " %", "% lost",
                trial.loss() * PERCENT, trial);
            run.say(RfcTest.FRAME_LOSS, workload.name(), "%.2f %% at %d %%", trial.loss() * PERCENT, percent);
        }
    }

    private void backToBack(final Trials trials, final int size, final Workload workload, final double rate)
    {
        final String subject = workload.name();
        final Search.Result result = new Search(
            length -> trials.run(workload, TrialPlan.ofCount(TrialPlan.AT_ONCE, BURST_TRAIN, length)),
            burst(plan.burstMax(), plan.effort().lossMax()))
            .run(bursts.getOrDefault(subject, BURST_GUESS), BURST_STEP);
        bursts.put(subject, result.value());
        final String[] notes = RfcRun.notes(result.isLimited());
        final double burstRate = null == result.best() ? Double.NaN : result.best().achievedRate();
        // where the longest burst passed, its length says nothing about what the relay holds
        final double held = result.isLimited() ? Double.NaN : result.value() * Math.max(0, 1 - rate / burstRate);
        run.add(RfcTest.BACK_TO_BACK, subject, size, "longest burst", "datagrams", result.value(), notes);
        run.add(RfcTest.BACK_TO_BACK, subject, size, "sent at", "/s", burstRate);
        run.add(RfcTest.BACK_TO_BACK, subject, size, "corrected", "datagrams", held);
        run.add(RfcTest.BACK_TO_BACK, subject, size, "corrected, in bytes", "B", held * size);
        run.say(RfcTest.BACK_TO_BACK, subject, "%,d datagrams%s at %,.0f/s", result.value(), String.join("", notes),
            burstRate);
    }

    /** The criteria of a search for the longest burst, which the generator limits only by its length. */
    static Search.Criteria burst(final long lengthMax, final double lossMax)
    {
        return new Search.Criteria(BURST_MIN, lengthMax, BURST_PRECISION, BURST_ATTEMPTS,
            trial -> trial.loss() <= lossMax, trial -> false);
    }

    private void recovery(final Trials trials, final int size, final Workload workload, final double rate)
    {
        final String subject = workload.name();
        final long overloadMs = plan.overloadMs();
        final Recovery recovery = Recovery.find(
            percent -> trials.run(workload, TrialPlan.ofSwitch(Math.round(rate * percent / PERCENT), overloadMs,
                Math.round(rate / 2), overloadMs / 2, plan.effort().train())),
            plan.effort().lossMax(), OVERLOAD_LATE * overloadMs * MS_NS);
        run.add(RfcTest.RECOVERY, subject, size, "recovery", "us", recovery.us(),
            RfcRun.notes(recovery.isLimited()));
        run.add(RfcTest.RECOVERY, subject, size, "offered", "% of throughput", recovery.percent());
        run.add(RfcTest.RECOVERY, subject, size, "lost before", "% of all",
            (double)recovery.lost() / recovery.trial().sent() * PERCENT);
        run.add(RfcTest.RECOVERY, subject, size, "lost after", "datagrams", recovery.trial().lostAfter());
        if (recovery.isOverload())
        {
            run.say(RfcTest.RECOVERY, subject, "%,.0f us after %d %%, of which %,d datagrams were lost", recovery.us(),
                recovery.percent(), recovery.lost());
        }
        else
        {
            run.say(RfcTest.RECOVERY, subject, "no overload to recover from, up to %d %%", recovery.percent());
        }
    }
}
