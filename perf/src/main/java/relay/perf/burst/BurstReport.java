package relay.perf.burst;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.HdrHistogram.Histogram;
import relay.observe.LatencySummary;
import relay.perf.machine.Machine;
import relay.perf.outcome.Derived;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.PercentileCharts;
import relay.perf.outcome.Table;

/**
 * All that one command found out; its components are the keys of the JSON.
 *
 * @param title    what was sent, human-readable.
 * @param relay    what it was sent through, a line each.
 * @param machine  where, as it was before.
 * @param jvm      options of this JVM.
 * @param warnings caveats about the machine.
 * @param loads    that were sent.
 */
record BurstReport(
    String title, List<String> relay, Machine machine, List<String> jvm, List<String> warnings, List<LoadResult> loads)
    implements Derived
{
    boolean holds()
    {
        return loads.stream().allMatch(LoadResult::holds);
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return Keys.of("holds", holds());
    }

    /**
     * @return for the page.
     */
    Outcome outcome()
    {
        final Outcome page = new Outcome("Relay under load: " + title);
        warnings.forEach(page::warning);
        final Table asserted = asserted();
        if (!asserted.rows().isEmpty())
        {
            page.heading("Assertions").table(asserted);
        }
        page.heading("Loads").table(overview());
        final Map<String, Histogram> latencies = new LinkedHashMap<>();
        loads.stream().filter(LoadResult::isTimed).forEach(load -> latencies.put(load.name(), load.latency()));
        page.chart("latency",
            PercentileCharts.of("Latency", "from when each datagram was due to when the sink had it", latencies));
        loads.forEach(load -> add(load, page));
        return page.heading("Where and how").words(environment());
    }

    private Table asserted()
    {
        final Table table = new Table("asserted", "load", "measured", "");
        loads.forEach(load -> load.judged().forEach(verdict ->
            table.row(verdict.name(), load.name(), verdict.words(), verdict.state().toString())));
        return table;
    }

    private Table overview()
    {
        final Table table = new Table("load", "sent", "rate", "of wanted", "arrived", "lost", "drops", "p50", "p99",
            "p99.9", "max");
        for (final LoadResult load : loads)
        {
            final LatencySummary latency = LatencySummary.of(load.latency());
            table.row(load.name(), ValueKind.count(load.sending().sent()), ValueKind.RATE.text(load.sending().rate()),
                ValueKind.SHARE.text(load.sending().rateRatio()), ValueKind.count(load.sink().arrived()),
                ValueKind.count(load.sink().lost()),
                ValueKind.count(null == load.account() ? Double.NaN : load.account().dropped()),
                duration(load, latency.p50Ns()), duration(load, latency.p99Ns()), duration(load, latency.p999Ns()),
                duration(load, latency.maxNs()));
        }
        return table;
    }

    private static void add(final LoadResult load, final Outcome page)
    {
        page.heading("Load " + load.name());
        load.doubts().forEach(page::warning);
        new LoadCharts(page, load).add();
        page.words(LoadText.rows(load)).chart(load.chartName("inside"), PercentileCharts.of(
            "Inside the relay", "lifetimes of buffers and residences, load " + load.name(), load.ofRelayNs()));
    }

    private Table environment()
    {
        final Table table = new Table("", "")
            .row("processor", machine.cpu() + ", " + machine.cores().size() + " cores for this process" +
                (machine.isVirtual() ? ", a virtual machine" : ""))
            .row("kernel", machine.kernel())
            .row("Java", machine.jdk())
            .row("options of the JVM", String.join(" ", jvm))
            .row("sources", machine.commit());
        relay.forEach(line -> table.row("relay", line));
        return table;
    }

    private static String duration(final LoadResult load, final double valueNs)
    {
        return ValueKind.duration(load.isTimed() ? valueNs : Double.NaN);
    }
}
