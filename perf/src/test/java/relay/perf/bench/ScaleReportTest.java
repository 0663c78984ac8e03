package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import relay.perf.outcome.Json;
import relay.perf.outcome.TextWriter;
import relay.perf.outcome.Verdict;
import relay.perf.topology.Effort;
import relay.perf.topology.FakeTrials;
import relay.perf.topology.Trial;
import relay.perf.topology.Workload;

class ScaleReportTest
{
    private static final long SECOND_NS = 1_000_000_000L;
    private final List<ScaleRun> runs = new ArrayList<>();
    private final List<RelayLedger> ledgers = new ArrayList<>();

    @Test
    void shouldJudgeGrowthWithinRounds()
    {
        final ScalePlan plan =
            plan(ScaleBench.points(List.of(1, 1_000), List.of(), 0), ScaleBench.loads(20_000, 120_000));
        // the machine becomes half as fast: the growth stays
        add(plan, 1, 1, 2_000);
        add(plan, 1, 1_000, 2_300);
        add(plan, 2, 1, 4_000);
        add(plan, 2, 1_000, 4_600);

        final List<String> lines = verdicts(plan, new ScaleBench());

        assertEquals("1,000 flows, each on a port of its own; to one, 20,000/s: CPU at most 1.2 x that of one: " +
            "holds (1.15, limit 1.2)", lines.get(0));
        assertEquals(8, lines.size());
        assertEquals("""
            flows, each on a port of its own; to one, 20,000/s
                            CPU, us  growth, x  core, us  send, us  p50, us  p99, us  lost, %
            1            3 [2 .. 4]          1       7.5       0.5        1        1        0
            1000  3.45 [2.3 .. 4.6]       1.15       7.5       0.5        1        1        0""",
            String.join("\n", lines(plan, new ScaleBench()).subList(1, 5)));
    }

    @Test
    void shouldJudgeBesideWhatIsSentTheSame()
    {
        final ScalePlan plan =
            plan(ScaleBench.points(List.of(1, 10, 100, 1_000), List.of(), 0), ScaleBench.loads(20_000, 120_000));
        add(plan, 1, 1, 2_000);
        add(plan, 1, 10, 2_100);
        add(plan, 1, 100, 2_600);
        add(plan, 1, 1_000, 2_860);

        final List<String> lines = verdicts(plan, new ScaleBench());

        assertEquals(8 + 4, lines.size());
        assertEquals("1,000 flows, each on a port of its own; spread, 20,000/s: CPU at most 1.2 x that of one: " +
            "does not hold (1.43, limit 1.2)", lines.get(2));
        assertEquals("1,000 flows, each on a port of its own; spread, 20,000/s: CPU at most 1.2 x that of 100 that " +
            "are sent the same: holds (1.10, limit 1.2)", lines.get(3));
    }

    @Test
    void shouldReportTheCostOfOneMore()
    {
        final ScalePlan plan = plan(FanOutBench.points(List.of(1, 11), 0), FanOutBench.loads(4_000, 100_000));
        add(plan, 1, 1, 2_000);
        add(plan, 1, 11, 7_000);

        final List<String> lines = lines(plan, new FanOutBench());

        assertEquals("""
            destinations; single datagrams, 4,000/s
                datagrams, /s  CPU, us  a copy, us  each further, us  of the first, x  core, us  lost, %
            1           4,000        2           2                 -                -       7.5        0
            11          4,000        7       0.636               0.5            0.250       7.5        0""",
            String.join("\n", lines.subList(1, 5)));
        assertEquals("single datagrams, 4,000/s, 11 destinations: each further one costs at most as much as the " +
            "first: holds (0.250, limit 1)", verdicts(plan, new FanOutBench()).getFirst());
    }

    @Test
    void shouldNotJudgeWhatWasNotMeasured()
    {
        final ScalePlan plan = plan(FanOutBench.points(List.of(1, 2), 0), FanOutBench.loads(4_000, 100_000));
        add(plan, 1, 2, 7_000);

        assertTrue(verdicts(plan, new FanOutBench()).getFirst().endsWith("the first: not measured"),
            verdicts(plan, new FanOutBench())::toString);
        assertTrue(lines(plan, new FanOutBench()).get(3).matches("1 +4,000( +-)+"),
            lines(plan, new FanOutBench())::toString);
    }

    @Test
    void shouldSpreadOverFlowsAndGroups()
    {
        final List<ScalePoint> points = ScaleBench.points(List.of(10, 1_000), List.of(200), 0);
        final List<Load> loads = ScaleBench.loads(20_000, 120_000);

        assertEquals(List.of(
            "flows, each on a port of its own: 10, 1 x 10", "flows, each of a group of its own on one port: 10, 10 x 1",
            "flows, each on a port of its own: 1000, 1 x 64", "flows, each of a group of its own on one port: 1000, " +
            "64 x 1",
            "joined groups of one flow: 200, 8 x 25"), points.stream().map(point ->
            {
                final Workload workload = point.workload(loads.getLast());
                return point.axis() + ": " + point.count() + ", " + workload.groups() + " x " + workload.ports();
            }).toList());
        assertEquals(List.of(1, 1, 64, 64), loads.stream().map(load -> points.get(2).workload(load).ports()).toList());
        assertTrue(loads.stream().noneMatch(Load::isSegmented));
    }

    @Test
    void shouldGiveAllDestinationsAsManyCopies()
    {
        final List<Load> loads = FanOutBench.loads(4_000, 100_000);

        assertEquals(List.of(4_000L, 100_000L, 100_000L), loads.stream().map(load -> load.rate(1)).toList());
        assertEquals(List.of(4_000L, 2_000L, 2_000L), loads.stream().map(load -> load.rate(50)).toList());
        assertEquals(List.of(1, 1, 16), loads.stream().map(load -> load.plan(50, 0, 100).train()).toList());
    }

    @Test
    void shouldReadTheRelaysLedger()
    {
        final ScalePoint point = FanOutBench.points(List.of(2), 0).getFirst();
        final RelayLedger exact = RelayLedger.parse(1, point, report(20, 0));

        assertEquals("[round, axis, count, kernelDrops, received, copies, sent, dropped, inFlight, imbalance]",
            JsonParser.parseString(Json.text(exact)).getAsJsonObject().keySet().toString());
        assertEquals(7, exact.kernelDrops());
        assertTrue(exact.isExact());
        assertFalse(RelayLedger.parse(1, point, report(19, 1)).isExact());
    }

    @Test
    void shouldNoteWhatTheRelaysCounted()
    {
        final ScalePlan plan = plan(FanOutBench.points(List.of(1, 2), 0), FanOutBench.loads(4_000, 100_000));
        ledgers.add(RelayLedger.parse(1, plan.points().get(1), report(20, 0)));
        ledgers.add(RelayLedger.parse(2, plan.points().get(1), report(19, 1)));

        final List<String> notes = lines(plan, new FanOutBench());

        assertTrue(notes.contains("ledger exact in 1 of 2 relays; 0 dropped by them, 14 by the kernel before them"),
            notes.toString());
    }

    @Test
    void shouldWriteEveryRound()
    {
        final ScalePlan plan = plan(FanOutBench.points(List.of(1, 2), 0), FanOutBench.loads(4_000, 100_000));
        add(plan, 1, 2, 7_000);
        final JsonObject json =
            JsonParser.parseString(Json.text(report(plan, new FanOutBench()).values())).getAsJsonObject();

        assertEquals(3, json.getAsJsonArray("measurements").size());
        final JsonObject first = json.getAsJsonArray("measurements").get(0).getAsJsonObject();
        assertEquals(2, first.get("count").getAsInt());
        assertEquals(7, first.getAsJsonObject("trial").get("processUs").getAsDouble(), 1e-9);
        assertEquals(2, json.getAsJsonObject("settings").getAsJsonArray("steps").size());
        assertEquals(3, json.getAsJsonArray("acceptance").size());
    }

    private List<String> lines(final ScalePlan plan, final ScaleReport.Verb verb)
    {
        return TextWriter.lines(report(plan, verb).outcome(null, null));
    }

    private List<String> verdicts(final ScalePlan plan, final ScaleReport.Verb verb)
    {
        return verb.verdicts(report(plan, verb)).stream().map(Verdict::line).toList();
    }

    private ScaleReport report(final ScalePlan plan, final ScaleReport.Verb verb)
    {
        return new ScaleReport(plan, runs, ledgers, verb);
    }

    private static ScalePlan plan(final List<ScalePoint> points, final List<Load> loads)
    {
        return new ScalePlan(points, loads, new Effort(2, 1_000, 3_000, 1, 0, 1, 0, 1));
    }

    /** Of all loads and axes. */
    private void add(final ScalePlan plan, final int round, final int count, final long nsPerDatagram)
    {
        for (final ScalePoint point : plan.points())
        {
            if (count == point.count())
            {
                plan.loads().forEach(load -> runs.add(
                    new ScaleRun(round, point.axis(), count, load.name(), trial(nsPerDatagram))));
            }
        }
    }

    private static Trial trial(final long nsPerDatagram)
    {
        final int count = 100_000;
        return FakeTrials.parse(count, Stream.concat(
            FakeTrials.lines(count, count, SECOND_NS, "1000:10 ").stream()
                .filter(line -> !line.startsWith("process-ns=")),
            Stream.of("process-ns=" + count * nsPerDatagram)).toList());
    }

    private static String report(final int sent, final int imbalance)
    {
        return """
            {"ledger": {"received": 10, "copies": 10, "sent": %d, "dropped": 0, "inFlight": 0, "imbalance": %d},
             "flows": [{"kernelDrops": 3}, {"kernelDrops": 4}]}""".formatted(sent, imbalance);
    }
}
