package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostsTest
{
    private static final long SECOND_NS = 1_000_000_000L;
    private final Costs costs = new Costs();

    @Test
    void shouldJudgeGrowthWithinRounds()
    {
        final CostPlan plan = plan(ScaleBench.steps(List.of(1, 1_000), List.of(), 0), ScaleBench.loads(20_000, 120_000));
        // the machine becomes half as fast: the growth stays
        add(plan, 1, 1, 2_000);
        add(plan, 1, 1_000, 2_300);
        add(plan, 2, 1, 4_000);
        add(plan, 2, 1_000, 4_600);

        final List<String> lines = ScaleBench.promises(plan, costs).stream().map(Acceptance.Promise::line).toList();

        assertEquals("1,000 flows, each on a port of its own; to one, 20,000/s: CPU at most 1.2 x that of one: " +
            "holds (1.15, limit 1.20)", lines.get(0));
        assertEquals(8, lines.size());
        assertEquals("""
            flows, each on a port of its own; to one, 20,000/s
                   CPU us      (range)  growth      (range)  core us  send us  p50 us  p99 us  lost %
            1        3.00  (2.00-4.00)   1.00x  (1.00-1.00)     7.50     0.50     1.0     1.0    0.00
            1,000    3.45  (2.30-4.60)   1.15x  (1.15-1.15)     7.50     0.50     1.0     1.0    0.00""",
            String.join("\n", new CostReport(plan, costs).growth().subList(1, 5)));
    }

    @Test
    void shouldJudgeBesideWhatIsSentTheSame()
    {
        final CostPlan plan =
            plan(ScaleBench.steps(List.of(1, 10, 100, 1_000), List.of(), 0), ScaleBench.loads(20_000, 120_000));
        add(plan, 1, 1, 2_000);
        add(plan, 1, 10, 2_100);
        add(plan, 1, 100, 2_600);
        add(plan, 1, 1_000, 2_860);

        final List<String> lines = ScaleBench.promises(plan, costs).stream().map(Acceptance.Promise::line).toList();

        assertEquals(8 + 4, lines.size());
        assertEquals("1,000 flows, each on a port of its own; spread, 20,000/s: CPU at most 1.2 x that of one: " +
            "does not hold (1.43, limit 1.20)", lines.get(2));
        assertEquals("1,000 flows, each on a port of its own; spread, 20,000/s: CPU at most 1.2 x that of 100 that are " +
            "sent the same: holds (1.10, limit 1.20)", lines.get(3));
    }

    @Test
    void shouldTellWhatOneMoreCosts()
    {
        final CostPlan plan = plan(FanOutBench.steps(List.of(1, 11), 0), FanOutBench.loads(4_000, 100_000));
        add(plan, 1, 1, 2_000);
        add(plan, 1, 11, 7_000);

        final List<String> lines = new CostReport(plan, costs).marginal();

        assertEquals("""
            destinations; single datagrams, 4,000/s
                datagrams/s  CPU us      (range)  a copy  each further      (range)  of the first  core us  lost %
            1         4,000    2.00  (2.00-2.00)    2.00             -            -             -     7.50    0.00
            11        4,000    7.00  (7.00-7.00)    0.64          0.50  (0.50-0.50)         0.25x     7.50    0.00""",
            String.join("\n", lines.subList(1, 5)));
        assertEquals("single datagrams, 4,000/s, 11 destinations: each further one costs at most what the first does: " +
            "holds (0.25, limit 1.00)", FanOutBench.promises(plan, costs).getFirst().line());
    }

    @Test
    void shouldNotJudgeWhatWasNotMeasured()
    {
        final CostPlan plan = plan(FanOutBench.steps(List.of(1, 2), 0), FanOutBench.loads(4_000, 100_000));
        add(plan, 1, 2, 7_000);

        assertNull(new CostReport(plan, costs).furtherShare(plan.steps().get(1), plan.loads().getFirst()));
        assertEquals("not measured", FanOutBench.promises(plan, costs).getFirst().verdict());
        assertTrue(new CostReport(plan, costs).marginal().contains("1  not measured"));
    }

    @Test
    void shouldSpreadOverFlowsAndGroups()
    {
        final List<Step> steps = ScaleBench.steps(List.of(10, 1_000), List.of(200), 0);
        final List<Load> loads = ScaleBench.loads(20_000, 120_000);

        assertEquals(List.of(
            "flows, each on a port of its own: 10, 1 x 10", "flows, each of a group of its own on one port: 10, 10 x 1",
            "flows, each on a port of its own: 1000, 1 x 64", "flows, each of a group of its own on one port: 1000, 64 x 1",
            "joined groups of one flow: 200, 8 x 25"), steps.stream().map(step ->
            {
                final Workload workload = step.workload(loads.getLast());
                return step.axis() + ": " + step.count() + ", " + workload.groups() + " x " + workload.ports();
            }).toList());
        assertEquals(List.of(1, 1, 64, 64), loads.stream().map(load -> steps.get(2).workload(load).ports()).toList());
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
        final Step step = FanOutBench.steps(List.of(2), 0).getFirst();
        final StepLedger exact = StepLedger.parse(1, step, report(20, 0));

        assertEquals(new StepLedger(1, "destinations", 2, 10, 10, 20, 0, 0, 0, 7), exact);
        assertTrue(exact.isExact());
        assertFalse(StepLedger.parse(1, step, report(19, 1)).isExact());
    }

    @Test
    void shouldNoteWhatTheRelaysCounted()
    {
        final CostPlan plan = plan(FanOutBench.steps(List.of(1, 2), 0), FanOutBench.loads(4_000, 100_000));
        costs.add(StepLedger.parse(1, plan.steps().get(1), report(20, 0)));
        costs.add(StepLedger.parse(2, plan.steps().get(1), report(19, 1)));

        final List<String> notes = new CostReport(plan, costs).notes();

        assertTrue(notes.contains("ledger exact in 1 of 2 relays; 0 dropped by them, 14 by the kernel before them"),
            notes.toString());
    }

    @Test
    void shouldWriteEveryRound()
    {
        final CostPlan plan = plan(FanOutBench.steps(List.of(1, 2), 0), FanOutBench.loads(4_000, 100_000));
        add(plan, 1, 2, 7_000);
        final Machine machine = new Machine("6.18", "a CPU", List.of(0, 1), List.of(0), true, "", "25", "abc", 0.1);

        final JsonObject json = JsonParser.parseString(CostJson.text(
            machine, new Cores(1, 0), plan, costs, FanOutBench.promises(plan, costs))).getAsJsonObject();

        assertEquals(3, json.getAsJsonArray("measurements").size());
        final JsonObject first = json.getAsJsonArray("measurements").get(0).getAsJsonObject();
        assertEquals(2, first.get("count").getAsInt());
        assertEquals(7, first.getAsJsonObject("trial").get("processUs").getAsDouble(), 1e-9);
        assertEquals(2, json.getAsJsonObject("settings").getAsJsonArray("steps").size());
        assertEquals(3, json.getAsJsonArray("acceptance").size());
    }

    private static CostPlan plan(final List<Step> steps, final List<Load> loads)
    {
        return new CostPlan(steps, loads, 2, 1_000, 3_000);
    }

    /** Of all loads and axes. */
    private void add(final CostPlan plan, final int round, final int count, final long nsPerDatagram)
    {
        for (final Step step : plan.steps())
        {
            if (count == step.count())
            {
                plan.loads().forEach(load -> costs.add(new Costs.Cost(round, step, load, trial(nsPerDatagram))));
            }
        }
    }

    private static Trial trial(final long nsPerDatagram)
    {
        final int count = 100_000;
        return Trial.parse(count, Stream.concat(
            Trials.lines(count, count, SECOND_NS, "1000:10 ").stream().filter(line -> !line.startsWith("process-ns=")),
            Stream.of("process-ns=" + count * nsPerDatagram)).toList());
    }

    private static String report(final int sent, final int imbalance)
    {
        return """
            {"ledger": {"received": 10, "copies": 10, "sent": %d, "dropped": 0, "inFlight": 0, "imbalance": %d},
             "flows": [{"kernelDrops": 3}, {"kernelDrops": 4}]}""".formatted(sent, imbalance);
    }
}
