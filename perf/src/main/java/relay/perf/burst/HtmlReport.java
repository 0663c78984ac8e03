package relay.perf.burst;

import relay.observe.LatencySummary;
import relay.observe.chart.PercentileChart;
import relay.perf.bench.Machine;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.LineChart;

/**
 * A session as one page.
 */
final class HtmlReport
{
    private final Session session;
    private final HtmlPage page;

    HtmlReport(final Session session)
    {
        this.session = session;
        page = new HtmlPage("Relay under load: " + session.title());
    }

    /**
     * @return an HTML document.
     */
    String html()
    {
        session.warnings().forEach(page::warning);
        assertions();
        overview();
        picture(Charts.latencies(session.loads().stream().map(Session.Load::result).toList()));
        session.loads().forEach(this::load);
        machine();
        return page.document();
    }

    private void assertions()
    {
        final Grid grid = new Grid("asserted", "load", "measured", "");
        session.loads().forEach(load -> load.verdicts().forEach(verdict -> grid.row(
            verdict.clause(), load.result().name(), verdict.measured(), verdict.state().text())));
        if (!grid.rows().isEmpty())
        {
            page.heading("What was asserted");
            page.grid(grid);
        }
    }

    private void overview()
    {
        page.heading("Loads");
        final Grid grid = new Grid("load", "sent", "rate", "of wanted", "arrived", "lost", "drops", "p50", "p99",
            "p99.9", "max");
        for (final Session.Load load : session.loads())
        {
            final RunResult result = load.result();
            final LatencySummary latency = LatencySummary.of(result.latency());
            final boolean isTimed = result.sending().isPaced() && latency.count() > 0;
            grid.row(result.name(), Values.count(result.sending().sent()),
                Values.text(Metric.Kind.RATE, result.sending().rate()),
                Values.text(Metric.Kind.SHARE, result.sending().rateRatio()), Values.count(result.sink().arrived()),
                Values.count(result.sink().lost()),
                Values.count(null == result.account() ? Double.NaN : result.account().dropped()),
                duration(isTimed, latency.p50Ns()), duration(isTimed, latency.p99Ns()),
                duration(isTimed, latency.p999Ns()), duration(isTimed, latency.maxNs()));
        }
        page.grid(grid);
    }

    private void load(final Session.Load load)
    {
        final RunResult result = load.result();
        page.heading("Load " + result.name());
        result.doubts().forEach(page::warning);
        Charts.againstTime(result).values().stream().map(LineChart::svg).forEach(page::picture);
        if (null == result.account())
        {
            page.paragraph(result.obstacle());
        }
        page.grid(way(result));
        drops(result);
        picture(Charts.ofRelay(result));
    }

    private static Grid way(final RunResult result)
    {
        final Grid grid = new Grid("the way of the datagrams", "");
        grid.row("sent by the source", Values.count(result.sending().sent()));
        grid.row("sends that failed", Values.count(result.sending().failed()));
        final Account account = result.account();
        if (null != account)
        {
            grid.row("dropped by the kernel before the relay", Values.count(account.kernelDrops()));
            grid.row("received by the relay", Values.count(account.received()));
            grid.row("copies owed beyond the first", Values.count(account.copies()));
            grid.row("dropped by the relay", Values.count(account.dropped()));
            grid.row("sent by the relay", Values.count(account.sent()));
            grid.row("left in flight", Values.count(account.inFlight()));
            grid.row("imbalance", Values.count(account.imbalance()));
            grid.row("most in flight at once", Values.count(result.series().inFlightMax()));
        }
        final RunResult.Sink sink = result.sink();
        grid.row("dropped by the kernel before the sink", Values.count(sink.drops()));
        grid.row("owed to the sink", Values.count(sink.owed()));
        grid.row("arrived unchanged, each counted once", Values.count(sink.arrived()));
        grid.row("of these reordered", Values.count(sink.reordered()));
        grid.row("lost", Values.count(sink.lost()));
        grid.row("corrupt", Values.count(sink.corrupt()));
        grid.row("duplicates", Values.count(sink.duplicates()));
        grid.row("foreign", Values.count(sink.foreign()));
        grid.row("longest stall", Values.duration(result.sending().isPaced() ? sink.stallMaxNs() : Double.NaN));
        return grid;
    }

    private void drops(final RunResult result)
    {
        if (null != result.account())
        {
            final Grid grid = new Grid("dropped because", "datagrams");
            result.account().drops().forEach((reason, count) -> grid.row(reason, Values.count(count)));
            page.grid(grid);
            if (grid.rows().isEmpty())
            {
                page.paragraph("The relay dropped nothing.");
            }
        }
    }

    private void machine()
    {
        final Machine machine = session.machine();
        page.heading("Where and how");
        final Grid grid = new Grid("", "");
        grid.row("processor", machine.cpu() + ", " + machine.cores().size() + " cores for this process" +
            (machine.isVirtual() ? ", a virtual machine" : ""));
        grid.row("kernel", machine.kernel());
        grid.row("Java", machine.jdk());
        grid.row("options of the JVM", String.join(" ", session.jvm()));
        grid.row("sources", machine.commit());
        session.relay().forEach(line -> grid.row("relay", line));
        page.words(grid);
    }

    private void picture(final PercentileChart chart)
    {
        if (null != chart)
        {
            page.picture(chart.svg());
        }
    }

    private static String duration(final boolean isTimed, final double valueNs)
    {
        return Values.duration(isTimed ? valueNs : Double.NaN);
    }
}
