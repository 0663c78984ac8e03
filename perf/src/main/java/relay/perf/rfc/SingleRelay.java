package relay.perf.rfc;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.perf.bench.Contestants;
import relay.perf.bench.RateSearch;
import relay.perf.bench.Stage;
import relay.perf.bench.Trial;
import relay.perf.bench.TrialPlan;
import relay.perf.bench.Workload;

/**
 * What RFC 2544 measures, on one relay from one group to another. Called from the harness's thread.
 */
final class SingleRelay
{
    private static final String THROUGHPUT = "throughput";
    private static final String DIRECT = "without a relay";
    private static final long GUESS_DEFAULT = 200_000;
    private static final long BURST_GUESS = 4_000;
    private static final int BURST_TRAIN = 16;
    /** Part of the overload's time: later, the generator has sent less than 105 % where 110 % were wanted. */
    private static final double OVERLOAD_LATE = 0.05;
    private static final double PERCENT = 100;
    private static final double MILLISECOND_NS = 1e6;
    private static final double MEGABIT = 1e6;

    private final Plan plan;
    private final Stage stage;
    private final Figures figures;
    /** From the rounds before, so that the way is short. */
    private final Map<String, Long> rates = new HashMap<>();
    private final Map<String, Long> bursts = new HashMap<>();

    SingleRelay(final Plan plan, final Stage stage, final Figures figures)
    {
        this.plan = plan;
        this.stage = stage;
        this.figures = figures;
    }

    /**
     * Measures one round.
     *
     * @throws IOException if a process cannot be started.
     */
    void measure() throws IOException
    {
        if (plan.has(Part.THROUGHPUT, Part.LATENCY, Part.FRAME_LOSS, Part.BACK_TO_BACK, Part.RECOVERY, Part.MIXED_SIZE))
        {
            stage.play(Contestants.relay(), Workload.ofSize(Plan.SIZE), (ignore, traffics) ->
            {
                final Runs runs = new Runs(plan, figures, traffics);
                runs.warmUp(Workload.ofSize(Plan.SIZE));
                plan.sizes().forEach(size -> measure(runs, size));
                if (plan.has(Part.MIXED_SIZE))
                {
                    throughput(runs, Part.MIXED_SIZE, "7 : 4 : 1", 0,
                        new Workload("mix", Plan.MIX, 1, 1, true, 1), THROUGHPUT);
                }
                return null;
            });
        }
        if (plan.has(Part.THROUGHPUT))
        {
            stage.play(Contestants.direct(), Workload.ofSize(Plan.SIZE), (ignore, traffics) ->
            {
                final Runs runs = new Runs(plan, figures, traffics);
                plan.sizes().forEach(size ->
                    throughput(runs, Part.THROUGHPUT, subject(size), size, Workload.ofSize(size), DIRECT));
                return null;
            });
        }
    }

    /** What most of the others are relative to. */
    private void measure(final Runs runs, final int size)
    {
        if (!plan.has(Part.THROUGHPUT, Part.LATENCY, Part.FRAME_LOSS, Part.BACK_TO_BACK, Part.RECOVERY))
        {
            return;
        }
        final Workload workload = Workload.ofSize(size);
        final double rate = throughput(runs, Part.THROUGHPUT, subject(size), size, workload, THROUGHPUT);
        if (0 == rate)
        {
            figures.fail(subject(size) + ": no rate without loss, hence nothing that is relative to it");
            return;
        }
        figures.add(Part.THROUGHPUT, subject(size), size, "payload", "Mbit/s", rate * size * Byte.SIZE / MEGABIT);
        if (plan.has(Part.LATENCY))
        {
            latency(runs, size, rate);
        }
        if (plan.has(Part.FRAME_LOSS))
        {
            frameLoss(runs, size, rate);
        }
        if (plan.has(Part.BACK_TO_BACK))
        {
            backToBack(runs, size, rate);
        }
        if (plan.has(Part.RECOVERY))
        {
            recovery(runs, size, rate);
        }
    }

    private double throughput(
        final Runs runs, final Part part, final String subject, final double x, final Workload workload,
        final String metric)
    {
        final String key = part + subject + metric;
        final Long known = rates.get(key);
        final RateSearch.Result result =
            runs.throughput(workload, null == known ? GUESS_DEFAULT : known, null != known);
        final Figure figure = figures.add(part, subject, x, metric, "/s", result.rate());
        if (result.isLimited())
        {
            figure.note("†");
        }
        if (result.rate() > 0)
        {
            rates.put(key, Math.round(result.rate()));
        }
        if (null != result.best() && !DIRECT.equals(metric))
        {
            figures.add(part, subject, x, "CPU", "us", result.best().processUs());
        }
        tell(part, subject + ", " + metric, String.format(Locale.ROOT, "%,.0f/s%s", result.rate(),
            result.isLimited() ? "†" : ""));
        return result.rate();
    }

    private void latency(final Runs runs, final int size, final double rate)
    {
        for (final int percent : Plan.LATENCY_PERCENTS)
        {
            final List<Trial> windows = runs.latencies(Workload.ofSize(size), Math.round(rate * percent / PERCENT));
            windows.forEach(each -> figures.addLatency(
                subject(size), percent + " % of the throughput", each.latency()));
            for (final double percentile : new double[]{50, 99})
            {
                figures.add(Part.LATENCY, subject(size), size,
                    String.format(Locale.ROOT, "p%.0f at %d %%", percentile, percent), "us",
                    Runs.latencyUs(windows, percentile));
            }
            tell(Part.LATENCY, subject(size) + " at " + percent + " %", String.format(Locale.ROOT,
                "p50 %.1f us, p99 %.1f us", Runs.latencyUs(windows, 50), Runs.latencyUs(windows, 99)));
        }
    }

    private void frameLoss(final Runs runs, final int size, final double rate)
    {
        for (final int percent : plan.lossPercents())
        {
            final Trial trial = runs.atRate(Workload.ofSize(size), Math.round(rate * percent / PERCENT));
            final Figure figure = figures.add(Part.FRAME_LOSS, subject(size), size, percent + " %", "% lost",
                trial.loss() * PERCENT).offered(trial.achievedRate());
            if (trial.isGeneratorLimited())
            {
                figure.note("†");
            }
        }
        tell(Part.FRAME_LOSS, subject(size), plan.lossPercents().stream().map(percent -> String.format(Locale.ROOT,
            "%.2f %% at %d %%", last(Part.FRAME_LOSS, size, percent + " %"), percent)).toList().toString());
    }

    private void backToBack(final Runs runs, final int size, final double rate)
    {
        final Workload workload = Workload.ofSize(size);
        final BurstSearch.Result result = new BurstSearch(
            length -> runs.run(workload, TrialPlan.ofCount(TrialPlan.AT_ONCE, BURST_TRAIN, length)),
            plan.lossMax(), plan.burstMax()).run(bursts.getOrDefault(subject(size), BURST_GUESS));
        bursts.put(subject(size), result.length());
        final Figure figure = figures.add(
            Part.BACK_TO_BACK, subject(size), size, "longest burst", "datagrams", result.length());
        if (result.isLimited())
        {
            figure.note("†");
        }
        final double burstRate = null == result.best() ? Double.NaN : result.best().achievedRate();
        figures.add(Part.BACK_TO_BACK, subject(size), size, "sent at", "/s", burstRate);
        // without an end to what it can take there is no telling what it holds
        final double held = result.isLimited() ? Double.NaN : result.length() * Math.max(0, 1 - rate / burstRate);
        figures.add(Part.BACK_TO_BACK, subject(size), size, "corrected", "datagrams", held);
        figures.add(Part.BACK_TO_BACK, subject(size), size, "corrected, in bytes", "B", held * size);
        tell(Part.BACK_TO_BACK, subject(size), String.format(Locale.ROOT, "%,d datagrams%s at %,.0f/s", result.length(),
            result.isLimited() ? "†" : "", burstRate));
    }

    private void recovery(final Runs runs, final int size, final double rate)
    {
        final Recovery recovery = Recovery.find(
            percent -> runs.run(Workload.ofSize(size), TrialPlan.ofSwitch(Math.round(rate * percent / PERCENT),
                plan.overloadMs(), Math.round(rate / 2), plan.overloadMs() / 2, plan.train())),
            plan.lossMax(), OVERLOAD_LATE * plan.overloadMs() * MILLISECOND_NS);
        final Trial trial = recovery.trial();
        final Figure figure =
            figures.add(Part.RECOVERY, subject(size), size, "recovery", "us", recovery.us());
        figures.add(Part.RECOVERY, subject(size), size, "offered", "% of throughput", recovery.percent());
        figures.add(Part.RECOVERY, subject(size), size, "lost before", "% of all",
            (double)recovery.lost() / trial.sent() * PERCENT);
        figures.add(Part.RECOVERY, subject(size), size, "lost after", "datagrams", trial.lostAfter());
        if (recovery.isLimited())
        {
            figure.note("†");
        }
        tell(Part.RECOVERY, subject(size), recovery.isOverload() ?
            String.format(Locale.ROOT, "%,.0f us after %d %%, of which %,d datagrams were lost", recovery.us(),
                recovery.percent(), recovery.lost()) :
            "nothing to recover from, up to " + recovery.percent() + " % is not too much");
    }

    private double last(final Part part, final int size, final String metric)
    {
        return figures.find(part, subject(size), metric).values().getLast();
    }

    private static String subject(final int size)
    {
        return String.format(Locale.ROOT, "%,d B", size);
    }

    private void tell(final Part part, final String subject, final String what)
    {
        stage.out().println(part.title() + ", " + subject + ": " + what);
        stage.out().flush();
    }
}
