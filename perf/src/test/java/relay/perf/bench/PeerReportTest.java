package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;
import relay.perf.outcome.Json;
import relay.perf.outcome.TextWriter;
import relay.perf.outcome.Verdict;
import relay.perf.topology.Effort;
import relay.perf.topology.FakeTrials;
import relay.perf.topology.Peer;
import relay.perf.topology.Peers;
import relay.perf.topology.Search;
import relay.perf.topology.Trial;
import relay.perf.topology.Workload;

class PeerReportTest
{
    private static final Machine MACHINE =
        new Machine("6.18", "a CPU", List.of(0, 1), List.of(0), true, "", "25", "abc", 0.1);
    private static final Workload WORKLOAD = Workload.ofSize(1_000);
    private static final PeerPlan PLAN = new PeerPlan("udp", Peers.ofUdp(), List.of(WORKLOAD), List.of(20_000),
        new Effort(2, 1_000, 3_000, 16, 0.03, 2, Trial.LOSS_MAX, 9));

    private final List<PeerRun> runs = new ArrayList<>();

    @Test
    void shouldCompareWithinRounds()
    {
        // the machine becomes half as fast: the ratio stays
        add(1, "relay", 400_000);
        add(1, "nio", 200_000);
        add(2, "relay", 200_000);
        add(2, "nio", 100_000);
        // a round that one of them missed
        add(3, "relay", 900_000);

        final List<String> lines = lines();

        assertEquals("relay  400 [200 .. 900]", lines.get(3).substring(0, 23));
        assertEquals(List.of("nio", "150", "[100", "..", "200]", "2"),
            List.of(lines.get(4).split(" +")).subList(0, 6));
        assertEquals("1,000 B: loss-free rate at least 1.5 x a bare NIO loop's: holds (2, limit 1.5)",
            verdicts().get(1));
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured()
    {
        runs.add(PeerRun.of(1, WORKLOAD, peer("relay"), new Search.Result(0, false, null, List.of()),
            List.of(FakeTrials.of(20_000, 1))));

        final List<String> lines = lines();

        assertTrue(lines.get(3).matches("relay +0( +-)+"), lines.get(3));
        assertTrue(lines.get(7).matches("relay( +-)+"), lines.get(7));
        assertTrue(verdicts().stream().allMatch(line -> line.endsWith(": not measured")), verdicts()::toString);
    }

    @Test
    void shouldNotLetOneDisturbedRunDecideALatency()
    {
        runs.add(PeerRun.of(1, WORKLOAD, peer("relay"), new Search.Result(0, false, null, List.of()),
            List.of(latency(1_000), latency(9_000_000), latency(3_000))));

        final String line = lines().get(7);

        assertEquals(List.of("relay", "3.00", "-", "3.00", "-"), List.of(line.split(" +")).subList(0, 5), line);
        assertTrue(line.contains(" 9,003 "), line);
    }

    @Test
    void shouldJudgePromises()
    {
        add(1, "relay", 400_000);
        add(1, "nio", 200_000);
        add(1, "socat", 101_000);

        final List<String> lines = verdicts();

        assertEquals("1,000 B: loss-free rate at least 4 x socat's: does not hold (3.96, limit 4)", lines.get(0));
        assertEquals("1,000 B: loss-free rate at least 1.5 x a bare NIO loop's: holds (2, limit 1.5)", lines.get(1));
        assertEquals("1,000 B: CPU at most 3.2 us a datagram: holds (2, limit 3.2)", lines.get(2));
        assertEquals("mixed: CPU at most 1.2 x a bare C recv/send loop's: not measured", lines.get(4));
    }

    @Test
    void shouldPrintTables()
    {
        add(1, "relay", 400_000);
        add(2, "relay", 420_000);
        add(1, "socat", 100_000);
        add(1, "kernel", 300_000);
        add(1, "direct", 900_000);

        final List<String> lines = lines();

        assertEquals("""
            1,000 B, sent in trains of 16: loss-free rate
                             rate, k/s  rate: relay/it  CPU, us  CPU: relay/it  core, us  sender adds, us
            relay     410 [400 .. 420]               -        2              -      1.83                0
            socat                  100               4        2              1       7.5                0
            kernel ‡               300               -        -              -         -                0
            direct                 900               -        -              -         -                -""",
            String.join("\n", lines.subList(1, 7)));
        assertEquals("1,000 B at 20,000/s, each datagram due on its own; latency in us", lines.get(8));
        assertTrue(
            lines.stream().anyMatch(line -> line.startsWith("wrong: round 1, 1,000 B, direct: ")), lines::toString);
    }

    @Test
    void shouldWriteEveryRound()
    {
        add(1, "relay", 400_000);
        add(2, "relay", 420_000);

        final JsonObject json =
            JsonParser.parseString(Json.text(new PeerReport(PLAN, runs).values())).getAsJsonObject();

        assertEquals(2, json.getAsJsonArray("measurements").size());
        final JsonObject second = json.getAsJsonArray("measurements").get(1).getAsJsonObject();
        assertEquals("[round, workload, contestant, workedOn, lossFreeRate, isGeneratorLimited, atLossFreeRate, " +
            "search, fixedRates]", second.keySet().toString());
        assertEquals(2, second.get("round").getAsInt());
        assertEquals(420_000, second.get("lossFreeRate").getAsDouble());
        assertEquals(1, second.getAsJsonArray("fixedRates").size());
        final JsonObject trial = second.getAsJsonObject("atLossFreeRate");
        assertEquals(1_000, trial.getAsJsonObject("latencyNs").get("p50").getAsLong());
        assertTrue(trial.keySet().containsAll(List.of("processWaitNs", "ownWaitNs", "sendLateMaxNs", "processUs")),
            trial.keySet()::toString);
        final JsonObject promise = json.getAsJsonArray("acceptance").get(0).getAsJsonObject();
        assertEquals("not measured", promise.get("verdict").getAsString());
        assertTrue(promise.get("value").isJsonNull());
        assertFalse(json.getAsJsonObject("settings").getAsJsonArray("contestants").isEmpty());
    }

    private List<String> lines()
    {
        return TextWriter.lines(new PeerReport(PLAN, runs).outcome(MACHINE, new Cores(1, 0)));
    }

    private List<String> verdicts()
    {
        return new PeerReport(PLAN, runs).verdicts().stream().map(Verdict::line).toList();
    }

    private static Trial latency(final long latencyNs)
    {
        return FakeTrials.parse(20_000, FakeTrials.lines(10, 10, 1_000_000_000L, latencyNs + ":10 "));
    }

    private void add(final int round, final String peer, final long rate)
    {
        final Trial best = FakeTrials.of(rate, 0);
        runs.add(PeerRun.of(round, WORKLOAD, peer(peer), new Search.Result(rate, false, best, List.of(best)),
            List.of(FakeTrials.of(20_000, 0))));
    }

    private static Peer peer(final String name)
    {
        return Peers.ofUdp().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }
}
