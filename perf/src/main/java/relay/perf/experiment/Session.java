package relay.perf.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.runner.RunnerException;
import relay.perf.bench.Machine;
import relay.perf.report.Numbers;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.transport.wire.Envelope;

/**
 * Does all experiments, one after the other, and tells how far it is.
 */
final class Session
{
    /** What can be tried by itself. */
    enum Part
    {
        /** What a buffer costs. */
        POOL,
        /** Bursts through a relay. */
        BURSTS,
        /** What metrics cost. */
        METRICS,
    }

    /** Of the limit; then ten times as much can be offered. */
    private static final double SUSTAINABLE_SHARE = 0.1;
    private static final List<Integer> RECOVERY_BUFFERS = List.of(50, 100, 1_000);
    private static final int TRIES = 2;

    private final Effort effort;
    private final Set<Part> parts;
    private final PrintWriter progress;
    private final Path scratch;
    private final Path withoutMetrics;
    private final long startNs = System.nanoTime();

    private double limitRate = Double.NaN;
    private double sustainableRate = Double.NaN;

    /**
     * @param effort   how much of it.
     * @param parts    that are tried.
     * @param progress where to tell.
     * @param scratch  directory for files that do not stay.
     */
    Session(final Effort effort, final Set<Part> parts, final PrintWriter progress, final Path scratch)
    {
        this.effort = effort;
        this.parts = EnumSet.copyOf(parts);
        this.progress = progress;
        this.scratch = scratch;
        withoutMetrics = scratch.resolve("without-metrics");
    }

    /**
     * @param machine where it runs.
     * @return what was found out.
     * @throws IOException          if processes or files fail.
     * @throws RunnerException      if JMH fails.
     * @throws InterruptedException if interrupted.
     */
    Results run(final Machine machine) throws IOException, RunnerException, InterruptedException
    {
        final Doubts doubts = new Doubts(machine);
        doubts.before().forEach(doubt -> tell("WARNING: " + doubt));
        WithoutMetrics.write(withoutMetrics);
        final Figures figures = parts.contains(Part.POOL) ? figures() : new Figures(List.of());
        final SortedMap<Integer, Histogram> recoveries =
            parts.contains(Part.BURSTS) ? recoveries() : new TreeMap<>();
        final List<BurstResult> bursts = parts.contains(Part.BURSTS) ? bursts() : List.of();
        final MetricsCost metrics = parts.contains(Part.METRICS) ? metrics() : new MetricsCost(List.of());
        final Footprint footprint = Footprint.ofLane(BufferCounts.DEFAULT, Envelope.LENGTH);
        return new Results(effort, machine, doubts.after(), Processes.options(), Doubts.counters(), figures, limitRate,
            sustainableRate, bursts, recoveries, metrics,
            new Results.Footprint(footprint.bufferBytes(), footprint.slotBytes()));
    }

    /** Round by round, so that what disturbs for a while disturbs all alike. */
    private Figures figures() throws IOException, RunnerException
    {
        final List<Row> rows = PoolPlan.rows(effort);
        final BenchmarkRun run = new BenchmarkRun(effort, withoutMetrics, scratch);
        final Map<Row, List<BenchmarkRun.Sample>> samples = new LinkedHashMap<>();
        for (int round = 1; round <= effort.rounds(); round++)
        {
            for (int i = 0; i < rows.size(); i++)
            {
                tell("pool, round " + round + " of " + effort.rounds() + ", " + (i + 1) + " of " + rows.size() + ": " +
                    rows.get(i).description());
                samples.computeIfAbsent(rows.get(i), ignore -> new ArrayList<>()).add(run.run(rows.get(i)));
            }
        }
        return new Figures(samples.entrySet().stream()
            .map(entry -> new Figure(entry.getKey(), entry.getValue())).toList());
    }

    private SortedMap<Integer, Histogram> recoveries() throws InterruptedException
    {
        final SortedMap<Integer, Histogram> recoveries = new TreeMap<>();
        for (final int buffers : RECOVERY_BUFFERS)
        {
            tell("recovery of a lane with " + buffers + " buffers");
            recoveries.put(buffers, ClaimRecovery.measure(buffers, effort.claims()));
        }
        return recoveries;
    }

    private List<BurstResult> bursts() throws IOException
    {
        tell("the relay's limit");
        limitRate = SustainableRate.find(Mix.SMALL, effort.searchMs());
        sustainableRate = Math.max(1_000, Math.rint(limitRate * SUSTAINABLE_SHARE));
        final List<Burst> plan = plan();
        final List<BurstResult> results = new ArrayList<>();
        new BurstRun(plan.getFirst(), effort.afterMs()).run(); // warms up
        for (int i = 0; i < plan.size(); i++)
        {
            final Burst burst = plan.get(i);
            tell("burst " + (i + 1) + " of " + plan.size() + ": " + Numbers.text(burst.factor()) + " x for " +
                burst.lengthMs() + " ms, drain " + Numbers.text(burst.drain()) + " x, " + burst.mix().name());
            results.add(run(burst));
        }
        return results;
    }

    private List<Burst> plan()
    {
        final List<Burst> plan = new ArrayList<>();
        for (final int lengthMs : effort.burstMs())
        {
            addAll(plan, Mix.SMALL, lengthMs, sustainableRate);
        }
        // longer datagrams cost more: a tenth of what the same bytes would be
        addAll(plan, Mix.BY_CLASS, effort.burstMs().get(effort.burstMs().size() / 2),
            sustainableRate * Mix.SMALL.meanLength() / Mix.BY_CLASS.meanLength());
        return plan;
    }

    private void addAll(final List<Burst> plan, final Mix mix, final int lengthMs, final double rate)
    {
        for (final double drain : effort.drains())
        {
            for (final double factor : effort.burstFactors())
            {
                plan.add(new Burst(mix, factor, lengthMs, drain, BufferCounts.DEFAULT, rate));
            }
        }
    }

    /** A burst that something else on the machine spoilt is tried again. */
    private BurstResult run(final Burst burst) throws IOException
    {
        BurstResult result = new BurstRun(burst, effort.afterMs()).run();
        for (int i = 1; i < TRIES && !result.isClean() && result.isGraceful(); i++)
        {
            result = new BurstRun(burst, effort.afterMs()).run();
        }
        return result;
    }

    private MetricsCost metrics() throws IOException, InterruptedException
    {
        final List<Rounds> processes = new ArrayList<>();
        for (int i = 0; i < effort.processes(); i++)
        {
            tell("metrics, process " + (i + 1) + " of " + effort.processes());
            processes.add(Rounds.parse(Processes.run(SideBySide.class, withoutMetrics.toString(),
                Integer.toString(Effort.WARM_UP_ROUNDS), Integer.toString(Effort.ROUNDS),
                Integer.toString(effort.windowMs()))));
        }
        return new MetricsCost(processes);
    }

    private void tell(final String what)
    {
        progress.printf(Locale.ROOT, "%5d s  %s%n", (System.nanoTime() - startNs) / 1_000_000_000, what);
        progress.flush();
    }

    /**
     * @param directory to remove, with all that is in it.
     * @throws IOException if it cannot be.
     */
    static void remove(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
            {
                Files.delete(file);
            }
        }
    }
}
