package relay.perf.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.runner.RunnerException;
import relay.perf.machine.Caveats;
import relay.perf.machine.Machine;
import relay.perf.machine.Shell;
import relay.perf.outcome.NumberText;
import relay.pool.BufferCounts;

/**
 * Runs all experiments, one after the other, and prints its progress.
 */
final class Experiments
{
    /** Can be run by itself. */
    enum Part
    {
        /** Ways to get a buffer. */
        POOL,
        /** Bursts through a relay. */
        BURSTS,
        /** The cost of metrics. */
        METRICS,
    }

    /** Of the limit; then ten times as much can be offered. */
    private static final double SUSTAINABLE_SHARE = 0.1;
    private static final List<Integer> RECOVERY_BUFFERS = List.of(50, 100, 1_000);
    private static final int TRIES = 2;
    private static final int WARM_UP_ROUNDS = 40;
    private static final int NOT_INSTALLED = 127;

    private final RunLength runLength;
    private final Set<Part> parts;
    private final PrintWriter progress;
    private final Path jmhFile;
    private final Path withoutMetrics;
    private final long startNs = System.nanoTime();

    private double limitRate = Double.NaN;
    private double sustainableRate = Double.NaN;

    /**
     * @param runLength of all.
     * @param parts     that run.
     * @param progress  where to print it.
     * @param jmhFile   gets JMH's results.
     * @param scratch   directory for files that do not stay.
     */
    Experiments(
        final RunLength runLength, final Set<Part> parts, final PrintWriter progress, final Path jmhFile,
        final Path scratch)
    {
        this.runLength = runLength;
        this.parts = EnumSet.copyOf(parts);
        this.progress = progress;
        this.jmhFile = jmhFile;
        withoutMetrics = scratch.resolve("without-metrics");
    }

    /**
     * @param machine where it runs.
     * @return the results.
     * @throws IOException          if processes or files fail.
     * @throws RunnerException      if JMH fails.
     * @throws InterruptedException if interrupted.
     */
    ExperimentResults run(final Machine machine) throws IOException, RunnerException, InterruptedException
    {
        final Caveats caveats = new Caveats(machine);
        caveats.before().forEach(caveat -> print("WARNING: " + caveat));
        WithoutMetrics.write(withoutMetrics);
        final PoolResults pool = parts.contains(Part.POOL) ? pool() : new PoolResults(List.of());
        final SortedMap<Integer, Histogram> recoveries =
            parts.contains(Part.BURSTS) ? recoveries() : new TreeMap<>();
        final List<OverloadResult> bursts = parts.contains(Part.BURSTS) ? bursts() : List.of();
        final MetricsCost metrics = parts.contains(Part.METRICS) ? metrics() : new MetricsCost(List.of());
        return new ExperimentResults(runLength, machine, caveats.after(), MeasuringJvm.options(), counters(), pool,
            limitRate, sustainableRate, bursts, recoveries, metrics, ExperimentResults.FOOTPRINT_DEFAULT);
    }

    private PoolResults pool() throws IOException, RunnerException
    {
        new PoolBenchmarks(runLength, withoutMetrics, this::print).run(jmhFile);
        return PoolResults.read(jmhFile);
    }

    private SortedMap<Integer, Histogram> recoveries() throws InterruptedException
    {
        final SortedMap<Integer, Histogram> recoveries = new TreeMap<>();
        for (final int buffers : RECOVERY_BUFFERS)
        {
            print("recovery of a lane with " + buffers + " buffers");
            recoveries.put(buffers, ClaimRecovery.measure(buffers, runLength.claims()));
        }
        return recoveries;
    }

    private List<OverloadResult> bursts() throws IOException
    {
        print("the relay's limit");
        limitRate = SustainableRate.find(LengthMix.SMALL, runLength.searchMs());
        sustainableRate = Math.max(1_000, Math.rint(limitRate * SUSTAINABLE_SHARE));
        final List<Overload> plan = plan();
        final List<OverloadResult> results = new ArrayList<>();
        new OverloadRun(plan.getFirst(), runLength.afterMs()).run(); // warms up
        for (int i = 0; i < plan.size(); i++)
        {
            final Overload overload = plan.get(i);
            print("burst " + (i + 1) + " of " + plan.size() + ": " + overload.text() + ", drain " +
                NumberText.text(overload.drain()) + " x, " + overload.mix().name());
            results.add(run(overload));
        }
        return results;
    }

    private List<Overload> plan()
    {
        final List<Overload> plan = new ArrayList<>();
        for (final int lengthMs : runLength.burstMs())
        {
            addAll(plan, LengthMix.SMALL, lengthMs, sustainableRate);
        }
        // longer datagrams cost more: a tenth of what the same bytes would be
        addAll(plan, LengthMix.BY_CLASS, runLength.burstMs().get(runLength.burstMs().size() / 2),
            sustainableRate * LengthMix.SMALL.meanLength() / LengthMix.BY_CLASS.meanLength());
        return plan;
    }

    private void addAll(final List<Overload> plan, final LengthMix mix, final int lengthMs, final double rate)
    {
        for (final double drain : runLength.drains())
        {
            for (final double factor : runLength.burstFactors())
            {
                plan.add(new Overload(mix, factor, lengthMs, drain, BufferCounts.DEFAULT, rate));
            }
        }
    }

    /** A burst that something else on the machine spoilt is tried again. */
    private OverloadResult run(final Overload overload) throws IOException
    {
        OverloadResult result = new OverloadRun(overload, runLength.afterMs()).run();
        for (int i = 1; i < TRIES && !result.isClean() && result.isGraceful(); i++)
        {
            result = new OverloadRun(overload, runLength.afterMs()).run();
        }
        return result;
    }

    private MetricsCost metrics() throws IOException, InterruptedException
    {
        final List<MetricsCost.Rounds> processes = new ArrayList<>();
        for (int i = 0; i < runLength.processes(); i++)
        {
            print("metrics, process " + (i + 1) + " of " + runLength.processes());
            processes.add(MetricsCost.Rounds.parse(MeasuringJvm.run(RelaysInTurn.class, withoutMetrics.toString(),
                Integer.toString(WARM_UP_ROUNDS), Integer.toString(MetricsCost.ROUNDS),
                Integer.toString(runLength.windowMs()))));
        }
        return new MetricsCost(processes);
    }

    private static String counters()
    {
        final String events = "cycles,instructions,L1-dcache-load-misses,LLC-load-misses";
        final Shell.Result result = Shell.tryRun("perf", "stat", "-e", events, "true");
        final String reason = NOT_INSTALLED == result.exitCode() ? "the program is not installed" :
            result.output().contains("<not supported>") ? "not supported" :
                0 == result.exitCode() ? "" : "exit status " + result.exitCode();
        return (reason.isEmpty() ? "perf stat has this processor's counters: perf stat -e " + events +
            " ./relay bench jmh WorkingSetBenchmark counts them. " :
            "perf stat finds no counters of this processor (" + reason + "): misses cannot be counted here. ") +
            "Shown is the sweep of working sets: the cost of misses.";
    }

    private void print(final String step)
    {
        progress.printf(Locale.ROOT, "%5d s  %s%n", (System.nanoTime() - startNs) / 1_000_000_000, step);
        progress.flush();
    }
}
