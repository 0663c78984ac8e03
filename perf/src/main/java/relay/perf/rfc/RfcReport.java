package relay.perf.rfc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import relay.observe.chart.Chart;
import relay.perf.bench.Cores;
import relay.perf.bench.Machine;
import relay.perf.bench.ResultJson;
import relay.perf.bench.Table;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.Numbers;

/**
 * All figures as text, as one page, and as JSON.
 */
final class RfcReport
{
    private static final String LEGEND = "In brackets the smallest and the largest of the rounds. † the generator could " +
        "do no more, or the test asked for no more: the relay may.";

    private final Plan plan;
    private final Machine machine;
    private final Cores cores;
    private final Figures figures;

    RfcReport(final Plan plan, final Machine machine, final Cores cores, final Figures figures)
    {
        this.plan = plan;
        this.machine = machine;
        this.cores = cores;
        this.figures = figures;
    }

    /**
     * @return lines for a terminal.
     */
    List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        for (final Part part : measured())
        {
            lines.add("");
            lines.add(part.title() + " (" + part.section() + ")");
            final Grid grid = grid(part);
            final Table table = new Table();
            table.row(grid.head());
            grid.rows().forEach(table::row);
            lines.addAll(table.lines());
        }
        lines.add("");
        lines.add(LEGEND);
        lines.add(sizes());
        lines.add(figures.integrity().line());
        figures.failures().forEach(failure -> lines.add("FAILED: " + failure));
        return lines;
    }

    /**
     * @return an HTML document that needs nothing else.
     */
    String html()
    {
        final HtmlPage page = new HtmlPage("Relay by RFC 2544 and RFC 3918");
        machine.warnings(cores).forEach(page::warning);
        figures.failures().forEach(failure -> page.warning("Not measured: " + failure));
        page.paragraph(sizes());
        page.paragraph(LEGEND);
        page.paragraph(figures.integrity().line());
        for (final Part part : measured())
        {
            page.heading(part.title());
            page.paragraph(part.section() + ". " + part.definition());
            page.grid(grid(part));
            RfcCharts.of(part, figures).values().forEach(chart -> page.picture(chart.svg()));
        }
        page.heading("Where and how");
        page.words(conditions());
        return page.document();
    }

    /**
     * @return all pictures of the page, by name.
     */
    Map<String, Chart> charts()
    {
        final Map<String, Chart> charts = new LinkedHashMap<>();
        measured().forEach(part -> charts.putAll(RfcCharts.of(part, figures)));
        return charts;
    }

    /**
     * @return every value of every round; nothing is rounded.
     */
    String json()
    {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine);
        root.put("cores", cores);
        root.put("plan", plan);
        root.put("failures", figures.failures());
        root.put("integrity", figures.integrity());
        root.put("figures", measured().stream().flatMap(part -> figures.of(part).stream()).map(RfcReport::figure).toList());
        return ResultJson.GSON.toJson(root);
    }

    private List<Part> measured()
    {
        return List.of(Part.values()).stream().filter(part -> plan.has(part) && !figures.of(part).isEmpty()).toList();
    }

    private Grid grid(final Part part)
    {
        final List<String> metrics = figures.metrics(part);
        final List<String> head = new ArrayList<>(List.of(""));
        metrics.forEach(metric -> head.add(metric + ", " + figures.of(part).stream()
            .filter(each -> each.metric().equals(metric)).findFirst().orElseThrow().unit()));
        final Grid grid = new Grid(head.toArray(new String[0]));
        for (final String subject : figures.subjects(part))
        {
            final List<String> cells = new ArrayList<>(List.of(subject));
            metrics.forEach(metric -> cells.add(cell(figures.find(part, subject, metric))));
            grid.row(cells);
        }
        return grid;
    }

    private static String cell(final Figure figure)
    {
        return null == figure ? "" : Numbers.text(figure.spread()) +
            figure.notes().stream().map(note -> " " + note).collect(Collectors.joining());
    }

    private String sizes()
    {
        return "Sizes are UDP payloads; an Ethernet frame is 46 B longer, its check sequence included, so that 1,472 B are " +
            "the frame of 1,518 B. " + (0 == plan.lossMax() ? "Nothing may be lost, as the RFCs have it." : String.format(
            Locale.ROOT, "Up to %s %% may be lost, where the RFCs have none: a shared machine.",
            Numbers.text(plan.lossMax() * 100)));
    }

    private Grid conditions()
    {
        final Grid grid = new Grid("", "");
        grid.row("processor", machine.cpu() + ", " + machine.cores().size() + " cores for this process" +
            (machine.isVirtual() ? ", a virtual machine" : ""));
        grid.row("cores", "the relay on " + cores.relay() + ", generator and sink on " + cores.traffic());
        grid.row("kernel", machine.kernel());
        grid.row("Java", machine.jdk());
        grid.row("sources", machine.commit());
        grid.row("network", "three namespaces joined by veth pairs: generator, relay, sink; docs/benchmarks.md");
        grid.row("trials", String.format(Locale.ROOT, "%d rounds, %d ms each after %d ms that do not count; RFC 2544 " +
            "section 24 asks for 60 s: --trial 60000", plan.rounds(), plan.trialMs(), plan.trialWarmUpMs()));
        grid.row("search", String.format(Locale.ROOT,
            "ends when a rate fails that is %.0f %% above one that passed; a rate fails when it fails three times",
            plan.precision() * 100));
        grid.row("generator", 1 == plan.train() ? "each datagram due on its own, evenly spaced" :
            "trains of " + plan.train() +
            ", all due at once; --train 1 spaces them evenly, as RFC 2544 section 21 begins with");
        return grid;
    }

    private static Map<String, Object> figure(final Figure figure)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("test", figure.part().key());
        object.put("section", figure.part().section());
        object.put("subject", figure.subject());
        object.put("metric", figure.metric());
        object.put("unit", figure.unit());
        object.put("median", Double.isFinite(figure.median()) ? figure.median() : null);
        object.put("values", figure.values().stream().map(value -> Double.isFinite(value) ? value : null).toList());
        object.put("offered", figure.offered());
        object.put("notes", figure.notes());
        return object;
    }
}
