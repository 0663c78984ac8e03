package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import relay.perf.bench.Contestant.Core;
import relay.perf.report.Spread;

/**
 * The results as tables: medians of the rounds with their smallest and largest, and what Relay has for each that a peer
 * has.
 */
final class Report
{
    private static final String NONE = "-";
    private static final double THOUSAND = 1e3;
    /** Interrupts alone take less. */
    private static final double FOREIGN_SHARE_MAX = 0.1;
    /** More, and the 99th percentile is about the scheduler. */
    private static final double OWN_WAIT_SHARE_MAX = 0.01;
    private static final double[] TAIL = {90, 99.9, 100};

    private final Results results;
    private final Settings settings;

    Report(final Results results, final Settings settings)
    {
        this.results = results;
        this.settings = settings;
    }

    List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        for (final Workload workload : results.workloads())
        {
            lines.add("");
            lines.add(title(workload));
            lines.addAll(rates(workload));
            for (final int rate : settings.rates())
            {
                lines.add("");
                lines.add(String.format(Locale.ROOT, "%s at %,d/s, each datagram due on its own; latency in us",
                    workload.name(), rate));
                lines.addAll(latencies(workload, rate));
            }
        }
        lines.add("");
        lines.addAll(notes());
        return lines;
    }

    private String title(final Workload workload)
    {
        final int train = workload.trainOf(settings.train());
        if (workload.sizes().size() > 1 || workload.groups() > 1)
        {
            return String.format(Locale.ROOT, "%s (%d to %,d B over %d groups, single datagrams, %d due at once): loss-free rate",
                workload.name(), workload.sizes().stream().mapToInt(Integer::intValue).min().orElseThrow(),
                workload.sizes().stream().mapToInt(Integer::intValue).max().orElseThrow(), workload.groups(), train);
        }
        return workload.name() + (1 == train ? ", single datagrams" : ", sent in trains of " + train) +
            ": loss-free rate";
    }

    private List<String> rates(final Workload workload)
    {
        final Table table = new Table();
        table.row(List.of(
            "", "k/s", "(range)", "relay/it", "CPU us", "(range)", "relay/it", "core us", "sender adds us"));
        for (final Contestant contestant : measured(workload))
        {
            final String name = contestant.name();
            final boolean isOnRelayCore = Core.RELAY == contestant.core();
            final List<String> row = new ArrayList<>(List.of(name + mark(contestant)));
            row.add(rate(workload, name));
            row.add(range(results.spread(workload, name, Metrics.RATE), "%,.0f", THOUSAND));
            row.add(isOnRelayCore ? ratio(workload, name, Metrics.RATE) : NONE);
            final Spread cpu = isOnRelayCore ? results.spread(workload, name, Metrics.CPU_US) : null;
            row.add(number(cpu, "%.2f"));
            row.add(range(cpu, "%.2f", 1));
            row.add(isOnRelayCore ? ratio(workload, name, Metrics.CPU_US) : NONE);
            row.add(isOnRelayCore ? number(results.spread(workload, name, Metrics.CORE_US), "%.2f") : NONE);
            row.add(added(workload, contestant, Metrics.SEND_US));
            table.row(row);
        }
        return table.lines();
    }

    private List<String> latencies(final Workload workload, final int rate)
    {
        final Table table = new Table();
        table.row(List.of("", "p50", "(range)", "relay/it", "p99", "(range)", "relay/it", "p90", "p99.9", "max",
            "CPU us", "relay/it", "core us", "sender adds us", "lost %"));
        for (final Contestant contestant : measured(workload))
        {
            final String name = contestant.name();
            final boolean isOnRelayCore = Core.RELAY == contestant.core();
            final List<String> row = new ArrayList<>(List.of(name + mark(contestant)));
            for (final double percentile : new double[] {50, 99})
            {
                final ToDoubleFunction<Measurement> latency = Metrics.latencyUs(rate, percentile);
                final Spread spread = results.spread(workload, name, latency);
                row.add(number(spread, "%,.1f"));
                row.add(range(spread, "%,.1f", 1));
                row.add(contestant.isDirect() ? NONE : ratio(workload, name, latency));
            }
            for (final double percentile : TAIL)
            {
                row.add(number(results.spread(workload, name, Metrics.latencyUs(rate, percentile)), "%,.0f"));
            }
            final ToDoubleFunction<Measurement> cpu = Metrics.at(rate, Trial::processUs);
            row.add(isOnRelayCore ? number(results.spread(workload, name, cpu), "%.2f") : NONE);
            row.add(isOnRelayCore ? ratio(workload, name, cpu) : NONE);
            row.add(isOnRelayCore ?
                number(results.spread(workload, name, Metrics.at(rate, Trial::coreUs)), "%.2f") : NONE);
            row.add(added(workload, contestant, Metrics.at(rate, Trial::sendUs)));
            row.add(number(results.spread(workload, name, Metrics.at(rate, trial -> 100 * trial.loss())), "%.2f"));
            table.row(row);
        }
        return table.lines();
    }

    private List<String> notes()
    {
        final List<String> notes = new ArrayList<>(List.of(
            "loss-free: at most 0.1 % lost, kernel drops included. Ratios and differences are medians of those of each round.",
            "CPU us: of the contestant's processes for each datagram. core us: busy time of the relay's core, whatever ran.",
            "sender adds us: what a datagram takes longer to send than with no relay at all, on the generator's core.",
            "latencies: medians over " + Settings.LATENCY_WINDOWS + " runs of " + settings.latencyWindowMs() +
                " ms in each round, then over the rounds; max is the longest of all.",
            "† the generator could send no faster; the contestant may."));
        if (settings.contestants().stream().anyMatch(each -> Core.SENDER == each.core()))
        {
            notes.add("‡ works within the sender's calls, on the generator's core: compare 'sender adds us' with the " +
                "CPU of others, not its rate.");
        }
        final Spread foreign = Spread.of(results.measurements().stream()
            .filter(each -> Core.RELAY == each.contestant().core() && null != each.search().best())
            .map(each -> each.search().best().foreignShare()).toList());
        if (null != foreign && foreign.median() > FOREIGN_SHARE_MAX)
        {
            notes.add(String.format(Locale.ROOT, "WARNING: something else had the relay's core for %.0f %% of the time " +
                "(median of the loss-free runs, %.0f %% at worst): rates and latencies mean little.",
                100 * foreign.median(), 100 * foreign.max()));
        }
        final Spread waiting = Spread.of(results.measurements().stream()
            .flatMap(each -> each.fixed().values().stream().flatMap(List::stream)).map(Trial::ownWaitShare).toList());
        if (null != waiting && waiting.median() > OWN_WAIT_SHARE_MAX)
        {
            notes.add(String.format(Locale.ROOT, "WARNING: generator and sink had to wait for their core for %.0f %% of " +
                "the time (median of the runs at fixed rates, %.0f %% at worst): latencies mean nothing.",
                100 * waiting.median(), 100 * waiting.max()));
        }
        results.measurements().stream().filter(Report::isWrong).forEach(measurement -> notes.add(
            "wrong: round " + measurement.round() + ", " + measurement.workload().name() + ", " +
                measurement.contestant().name() + ": datagrams arrived twice, out of order or changed; see --json"));
        return notes;
    }

    private static boolean isWrong(final Measurement measurement)
    {
        return Stream.concat(
            measurement.search().trials().stream(), measurement.fixed().values().stream().flatMap(List::stream))
            .anyMatch(trial -> trial.duplicates() + trial.reordered() + trial.corrupt() > 0);
    }

    private List<Contestant> measured(final Workload workload)
    {
        return settings.contestants().stream().filter(each -> !results.of(workload, each.name()).isEmpty()).toList();
    }

    private static String mark(final Contestant contestant)
    {
        return Core.SENDER == contestant.core() ? " ‡" : "";
    }

    private String rate(final Workload workload, final String name)
    {
        final boolean isLimited = results.of(workload, name).stream().anyMatch(each -> each.search().isLimited());
        final Spread spread = results.spread(workload, name, Metrics.RATE);
        return String.format(Locale.ROOT, "%,.0f%s", spread.median() / THOUSAND, isLimited ? "†" : "");
    }

    private String ratio(final Workload workload, final String name, final ToDoubleFunction<Measurement> metric)
    {
        if (Contestants.RELAY.equals(name))
        {
            return NONE;
        }
        final Spread ratio = results.ratio(workload, Contestants.RELAY, name, metric);
        return null == ratio ? NONE : String.format(Locale.ROOT, "%.2fx", ratio.median());
    }

    private String added(
        final Workload workload, final Contestant contestant, final ToDoubleFunction<Measurement> metric)
    {
        return contestant.isDirect() ? NONE :
            number(results.difference(workload, contestant.name(), Contestants.DIRECT, metric), "%.2f");
    }

    private static String number(final Spread spread, final String format)
    {
        return null == spread ? NONE : String.format(Locale.ROOT, format, spread.median());
    }

    private static String range(final Spread spread, final String format, final double unit)
    {
        return null == spread ? NONE :
            String.format(Locale.ROOT, "(" + format + "-" + format + ")", spread.min() / unit, spread.max() / unit);
    }
}
