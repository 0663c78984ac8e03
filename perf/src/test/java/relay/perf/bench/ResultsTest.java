package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import relay.perf.report.Spread;

class ResultsTest
{
    private static final Workload WORKLOAD = Workload.ofSize(1_000);
    private static final Map<String, Contestant> BY_NAME = Contestants.ofUdp().stream()
        .collect(Collectors.toMap(Contestant::name, each -> each));

    private final Results results = new Results();

    @Test
    void shouldTakeTheMiddleOne()
    {
        assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0)));
        assertEquals(new Spread(1.5, 1, 2), Spread.of(List.of(2.0, Double.NaN, 1.0)));
        assertNull(Spread.of(List.of(Double.NaN, Double.POSITIVE_INFINITY)));
    }

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

        assertEquals(new Spread(2, 2, 2), results.ratio(WORKLOAD, "relay", "nio", Metrics.RATE));
        assertEquals(new Spread(150_000, 100_000, 200_000),
            results.difference(WORKLOAD, "relay", "nio", Metrics.RATE));
        assertEquals(new Spread(400_000, 200_000, 900_000), results.spread(WORKLOAD, "relay", Metrics.RATE));
        assertNull(results.ratio(WORKLOAD, "relay", "socat", Metrics.RATE));
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured()
    {
        results.add(new Measurement(1, WORKLOAD, BY_NAME.get("relay"),
            new RateSearch.Result(0, false, null, List.of()), Map.of(20_000, List.of(Trials.of(20_000, 1)))));

        assertNull(results.spread(WORKLOAD, "relay", Metrics.CPU_US));
        assertNull(results.spread(WORKLOAD, "relay", Metrics.latencyUs(20_000, 50)));
        assertNull(results.spread(WORKLOAD, "relay", Metrics.latencyUs(50_000, 50)));
    }

    @Test
    void shouldNotLetOneDisturbedRunDecideALatency()
    {
        final List<Trial> windows = List.of(latency(1_000), latency(9_000_000), latency(3_000));
        results.add(new Measurement(1, WORKLOAD, BY_NAME.get("relay"),
            new RateSearch.Result(0, false, null, List.of()), Map.of(20_000, windows)));

        assertEquals(3, results.spread(WORKLOAD, "relay", Metrics.latencyUs(20_000, 99)).median(), 0.01);
        assertEquals(9_000, results.spread(WORKLOAD, "relay", Metrics.latencyUs(20_000, 100)).median(), 10);
    }

    @Test
    void shouldJudgePromises()
    {
        add(1, "relay", 400_000);
        add(1, "nio", 200_000);
        add(1, "socat", 101_000);

        final List<String> lines = new Acceptance(results).ofUdp().stream().map(Acceptance.Promise::line).toList();

        assertEquals("1,000 B: loss-free rate at least 4 x socat's: does not hold (3.96, limit 4.00)", lines.get(0));
        assertEquals("1,000 B: loss-free rate at least 1.5 x a bare NIO loop's: holds (2.00, limit 1.50)", lines.get(1));
        assertEquals("1,000 B: CPU at most 3.2 us a datagram: holds (2.00, limit 3.20)", lines.get(2));
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

        final List<String> lines = new Report(results, settings()).lines();

        assertEquals("""
            1,000 B, sent in trains of 16: loss-free rate
                      k/s    (range)  relay/it  CPU us      (range)  relay/it  core us  sender adds us
            relay     410  (400-420)         -    2.00  (2.00-2.00)         -     1.83            0.00
            socat     100  (100-100)     4.00x    2.00  (2.00-2.00)     1.00x     7.50            0.00
            kernel ‡  300  (300-300)         -       -            -         -        -            0.00
            direct    900  (900-900)         -       -            -         -        -               -""",
            String.join("\n", lines.subList(1, 7)));
        assertEquals("1,000 B at 20,000/s, each datagram due on its own; latency in us", lines.get(8));
        assertTrue(lines.getLast().startsWith("wrong: round 1, 1,000 B, direct: "), lines.getLast());
    }

    @Test
    void shouldWriteEveryRound()
    {
        add(1, "relay", 400_000);
        add(2, "relay", 420_000);
        final Machine machine = new Machine("6.18", "a CPU", List.of(0, 1), List.of(0), true, "", "25", "abc", 0.1);

        final JsonObject json = JsonParser.parseString(ResultJson.text(machine, new Cores(1, 0), settings(), results,
            new Acceptance(results).ofUdp())).getAsJsonObject();

        assertEquals("a CPU", json.getAsJsonObject("machine").get("cpu").getAsString());
        assertEquals(2, json.getAsJsonArray("measurements").size());
        final JsonObject second = json.getAsJsonArray("measurements").get(1).getAsJsonObject();
        assertEquals(2, second.get("round").getAsInt());
        assertEquals(420_000, second.get("lossFreeRate").getAsDouble());
        assertEquals(1, second.getAsJsonArray("fixedRates").size());
        assertEquals(1_000, second.getAsJsonObject("atLossFreeRate").getAsJsonObject("latencyNs").get("p50").getAsLong());
        final JsonObject promise = json.getAsJsonArray("acceptance").get(0).getAsJsonObject();
        assertEquals("not measured", promise.get("verdict").getAsString());
        assertTrue(promise.get("value").isJsonNull());
        assertFalse(json.getAsJsonObject("settings").getAsJsonArray("contestants").isEmpty());
    }

    private static Trial latency(final long latencyNs)
    {
        return Trial.parse(20_000, Trials.lines(10, 10, 1_000_000_000L, latencyNs + ":10 "));
    }

    private void add(final int round, final String contestant, final long rate)
    {
        final Trial best = Trials.of(rate, 0);
        results.add(new Measurement(round, WORKLOAD, BY_NAME.get(contestant),
            new RateSearch.Result(rate, false, best, List.of(best)), Map.of(20_000, List.of(Trials.of(20_000, 0)))));
    }

    private static Settings settings()
    {
        return new Settings("udp", Contestants.ofUdp(), List.of(WORKLOAD), List.of(20_000), 2, 1_000, 3_000, 16, 0.03);
    }
}
