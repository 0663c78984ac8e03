package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.pool.BufferCounts;
import relay.transport.endpoint.AeronEndpoint;
import relay.transport.endpoint.EndpointParser;
import relay.transport.udp.Io;

class WorkerAssignmentTest
{
    private static final String UDP = "udp://239.1.1.1:5000";
    private static final String AERON = "aeron:udp?endpoint=10.0.0.1:40123";

    @Test
    void shouldSpreadFlowsThatShareNothing()
    {
        assertSpread("[[a, c], [b, d]]", 2, List.of(trafficClass("p", 0)), List.of(destination("x", UDP, 0)),
            flow("a", UDP, "p", "x"), flow("b", UDP, "p", "x"), flow("c", UDP, "p", "x"), flow("d", UDP, "p", "x"));
    }

    @Test
    void shouldKeepFlowsOfALimitedClassTogether()
    {
        assertSpread("[[a, c], [b]]", 4, List.of(trafficClass("p", 1_000), trafficClass("q", 0)),
            List.of(destination("x", UDP, 0)),
            flow("a", UDP, "p", "x"), flow("b", UDP, "q", "x"), flow("c", UDP, "p", "x"));
    }

    @Test
    void shouldKeepFlowsToALimitedDestinationTogether()
    {
        assertSpread("[[a, c], [b]]", 4, List.of(trafficClass("p", 0), trafficClass("q", 0)),
            List.of(destination("x", UDP, 1_000), destination("y", UDP, 0)),
            flow("a", UDP, "p", "x", "y"), flow("b", UDP, "p", "y"), flow("c", UDP, "q", "x"));
    }

    @Test
    void shouldKeepFlowsOfAClassWithAMaximumRateToOneDestinationTogether()
    {
        assertSpread("[[a, c], [b], [d]]", 4, List.of(trafficClass("p", 0).maxRate(1_000), trafficClass("q", 0)),
            List.of(destination("x", UDP, 0), destination("y", UDP, 0)),
            flow("a", UDP, "p", "x"), flow("b", UDP, "p", "y"), flow("c", UDP, "p", "x"), flow("d", UDP, "q", "x"));
    }

    @Test
    void shouldKeepFlowsOfOneAeronStreamTogether()
    {
        assertSpread("[[a, c], [b]]", 4, List.of(trafficClass("p", 0), trafficClass("q", 0)),
            List.of(destination("x", AERON, 0)),
            flow("a", UDP, "p", "x"), flow("b", UDP, "q", "x"), flow("c", UDP, "p", "x"));
    }

    @Test
    void shouldKeepFlowsFromAeronTogether()
    {
        assertSpread("[[a, c], [b]]", 4, List.of(trafficClass("p", 0), trafficClass("q", 0)),
            List.of(destination("x", UDP, 0)),
            flow("a", AERON, "p", "x"), flow("b", UDP, "q", "x"), flow("c", AERON, "q", "x"));
    }

    @Test
    void shouldKeepTheLegsOfAFeedTogether()
    {
        final RelayConfig config = config(2, List.of(trafficClass("p", 0)), List.of(destination("x", UDP, 0)),
            List.of(flow("a", UDP, "p", "x"), flow("b", UDP, "p", "x"), flow("c", UDP, "p", "x")));
        assertSpread("[[a, c], [b]]", new RelayConfig(config.name(), config.execution(), config.classes(),
            config.flows(), config.destinations(), List.of(FeedConfig.of("f", List.of("a", "c"), FeedKey.RTP))));
    }

    @Test
    void shouldKeepAFlowWithAllClassesThatItMayHave()
    {
        final List<TrafficClass> classes =
            List.of(trafficClass("p", 0), trafficClass("q", 1_000), trafficClass("r", 0));
        assertSpread("[[a, c], [b], [d]]", 4, classes, List.of(destination("x", UDP, 0)),
            overridden("a", "p", "x", "q"), flow("b", UDP, "p", "x"), flow("c", UDP, "q", "x"),
            overridden("d", "r", "x", "p"));
        assertSpread("[[a, c], [b]]", 4, classes, List.of(destination("x", UDP, 0), destination("y", AERON, 0)),
            overridden("a", "p", "y", "r"), flow("b", UDP, "p", "x"), flow("c", UDP, "r", "y"));
    }

    @Test
    void shouldGiveTheLargestGroupAWorkerFirst()
    {
        assertSpread("[[b, c, e], [a, d, f]]", 2, List.of(trafficClass("p", 0), trafficClass("q", 1_000)),
            List.of(destination("x", UDP, 0), destination("y", UDP, 0)),
            flow("a", UDP, "p", "x"), flow("b", UDP, "q", "x"), flow("c", UDP, "q", "x"), flow("d", UDP, "p", "x", "y"),
            flow("e", UDP, "p", "x"), flow("f", UDP, "p", "x"));
    }

    @Test
    void shouldStartNoWorkerWithoutFlows()
    {
        assertSpread("[[a]]", 3, List.of(trafficClass("p", 0)), List.of(destination("x", UDP, 0)),
            flow("a", UDP, "p", "x"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldBreakNoRuleWhateverTheConfiguration(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++)
        {
            final RelayConfig config = config(random);
            final String where = "seed " + seed + " round " + round + ": " + config;
            final List<List<FlowConfig>> spread = WorkerAssignment.of(config);
            assertEquals(spread, WorkerAssignment.of(config), where);
            assertTrue(spread.size() <= config.execution().workers(), where);
            final Map<String, Integer> workers = new HashMap<>();
            final List<FlowConfig> seen = new ArrayList<>();
            for (int worker = 0; worker < spread.size(); worker++)
            {
                assertTrue(!spread.get(worker).isEmpty(), where);
                seen.addAll(spread.get(worker));
                for (final FlowConfig flow : spread.get(worker))
                {
                    for (final String owned : ownedBy(flow, config))
                    {
                        final Integer other = workers.putIfAbsent(owned, worker);
                        assertTrue(null == other || other == worker, owned + " has two owners: " + where);
                    }
                }
            }
            assertEquals(config.flows().size(), seen.size(), where);
            assertTrue(seen.containsAll(config.flows()), where);
        }
    }

    /** Written down anew, after the documentation. */
    private static List<String> ownedBy(final FlowConfig flow, final RelayConfig config)
    {
        final List<String> owned = new ArrayList<>();
        config.classes().stream()
            .filter(each -> flow.trafficClasses().contains(each.name()) && each.policing().isLimited())
            .forEach(each -> owned.add("class " + each.name()));
        config.destinations().stream().filter(each -> flow.to().contains(each.name())).forEach(each ->
        {
            if (each.rateBitsPerSecond() > 0)
            {
                owned.add("destination " + each.name());
            }
            if (each.to() instanceof AeronEndpoint)
            {
                flow.trafficClasses().forEach(name -> owned.add("stream of " + name + " to " + each.name()));
            }
        });
        if (flow.from() instanceof AeronEndpoint)
        {
            owned.add("sequences");
        }
        return owned;
    }

    private static RelayConfig config(final SplittableRandom random)
    {
        final List<TrafficClass> classes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++)
        {
            classes.add(trafficClass("c" + i, random.nextInt(3) / 2));
        }
        final List<DestinationConfig> destinations = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(6); i++)
        {
            destinations.add(destination(
                "d" + i, 0 == random.nextInt(3) ? AERON.replace("0.1:", "0." + (2 + i) + ":") : UDP,
                random.nextInt(5) / 4));
        }
        final List<FlowConfig> flows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++)
        {
            final int first = random.nextInt(destinations.size());
            final int last = first + random.nextInt(Math.min(2, destinations.size() - first));
            final FlowConfig flow = flow("f" + i, 0 == random.nextInt(6) ? AERON : UDP,
                classes.get(random.nextInt(classes.size())).name(),
                Stream.of(first, last).distinct().map(each -> "d" + each).toArray(String[]::new));
            flows.add(random.nextInt(4) > 0 ? flow :
                flow.overridden(rule(classes.get(random.nextInt(classes.size())).name())));
        }
        return config(1 + random.nextInt(8), classes, destinations, flows);
    }

    private static void assertSpread(
        final String expected,
        final int workers,
        final List<TrafficClass> classes,
        final List<DestinationConfig> destinations,
        final FlowConfig... flows)
    {
        assertSpread(expected, config(workers, classes, destinations, List.of(flows)));
    }

    private static void assertSpread(final String expected, final RelayConfig config)
    {
        assertEquals(expected, WorkerAssignment.of(config).stream()
            .map(each -> each.stream().map(FlowConfig::name).toList()).toList().toString());
    }

    private static RelayConfig config(
        final int workers,
        final List<TrafficClass> classes,
        final List<DestinationConfig> destinations,
        final List<FlowConfig> flows)
    {
        return new RelayConfig(
            "r", new Execution(Profile.LAPTOP, Layout.COMPACT, workers, Idle.BACKOFF, List.of(), Io.AUTO),
            classes, flows, destinations);
    }

    private static TrafficClass trafficClass(final String name, final long rate)
    {
        return TrafficClass.of(name, 0, 1, 0, BufferCounts.DEFAULT).policed(rate, rate);
    }

    private static DestinationConfig destination(final String name, final String uri, final long rate)
    {
        return DestinationConfig.of(name, EndpointParser.parse(uri)).rate(rate);
    }

    private static FlowConfig flow(final String name, final String uri, final String trafficClass, final String... to)
    {
        return FlowConfig.of(name, EndpointParser.parse(uri), trafficClass, List.of(to));
    }

    private static FlowConfig overridden(
        final String name, final String trafficClass, final String to, final String otherClass)
    {
        return flow(name, UDP, trafficClass, to).overridden(rule(otherClass));
    }

    private static ClassRule rule(final String trafficClass)
    {
        return new ClassRule(trafficClass, null, null, 46, null);
    }
}
