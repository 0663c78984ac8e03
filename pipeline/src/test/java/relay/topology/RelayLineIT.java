package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static relay.topology.LedgerAssert.assertRelayed;
import static relay.topology.LedgerAssert.assertUnharmed;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What has to arrive, arrives: two relays in a row, drawn at {@link Line}, and Aeron between them.
 */
@NetnsTest
class RelayLineIT
{
    private static final int MTU = 1_500;
    private static final int MTU_JUMBO = 9_000;

    /**
     * <pre>
     *   source --239.1.1.1--> near ==Aeron==> far --239.1.1.1--> sink
     *          6,000                6,000           6,000
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"%RELAY%", "%STAGED%"})
    void shouldRelayOneGroup(final String section, final Topology topology)
    {
        final Line line = new Line(topology, MTU);
        line.start(
            section + """

            flows: { lan: { from: "udp://239.1.1.1:5000?interface=source", to: [far] } }
            destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
            """,
            section + """

            flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
            destinations: { lan: { to: "udp://239.1.1.1:5000?interface=sink" } }
            """,
            "udp://239.1.1.1:5000?interface=b");

        line.sendAll("udp://239.1.1.1:5000?interface=a", "--size", "1000", "--rate", "3000", "--count", "6000")
            .assertAllDelivered();
    }

    /**
     * Twenty flows listen to 239.2.0.1 to .20 on one port. The source sends to two groups more, which another process
     * on the near relay's host has joined: they pass the interface, but must not pass the relay.
     *
     * <pre>
     *   source --22 groups--> near ==Aeron==> far --original groups--> sink, joined to 32
     *          22 x 250       |     20 x 250        20 x 250
     *                         +--2 groups--> eavesdropper
     *                            2 x 250
     * </pre>
     */
    @Test
    void shouldKeepTwentyGroupsOnOnePortApart(final Topology topology)
    {
        final int groups = 20;
        final int each = 250;
        final Line line = new Line(topology, MTU);
        final Child eavesdropper = line.a.sink(
            "udp://239.2.0.21:5000?interface=source", "udp://239.2.0.22:5000?interface=source");
        eavesdropper.awaitLog("listening to 239.2.0.22");
        line.start(
            """
            %RELAY%
            flows:
            %FLOWS%
            destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
            """.replace("%FLOWS%", IntStream.rangeClosed(1, groups).mapToObj(i -> "  group-" + i +
                ": { from: \"udp://239.2.0." + i + ":5000?interface=source\", to: [far] }")
                .collect(Collectors.joining("\n"))),
            """
            %RELAY%
            flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
            destinations: { lan: { to: "udp://original?interface=sink" } }
            """,
            "udp://239.2.0.0/27:5000?interface=b");

        final Line.Outcome outcome = line.sendAll("udp://239.2.0.1:5000?interface=a",
            "--flows", "22", "--size", "500", "--rate", "4000", "--count", Integer.toString(22 * each));

        assertEquals(2L * each, eavesdropper.stop().report().count("received"), "the other two groups came this far");
        assertRelayed(outcome.near(), (long)groups * each);
        assertRelayed(outcome.far(), (long)groups * each);
        outcome.near().list("flows").forEach(flow -> assertEquals(each, flow.count("received"), flow.text("name")));
        assertUnharmed(outcome.sink());
        final List<String> expected = IntStream.rangeClosed(1, groups)
            .mapToObj(i -> (i - 1) + " at 239.2.0." + i + ":5000: " + each).sorted().toList();
        assertEquals(expected, outcome.sink().list("flows").stream().map(flow ->
            flow.count("flow") + " at " + flow.text("destination") + ": " + flow.count("received")).sorted().toList());
    }

    /**
     * IPv6 on all three links, for multicast and for Aeron.
     *
     * <pre>
     *   source --ff15::1:1--> near ==Aeron==> far --ff15::2:2--> sink
     *          4,000                4,000           4,000
     * </pre>
     */
    @Test
    void shouldRelayIpv6(final Topology topology)
    {
        final Line line = new Line(topology, MTU);
        line.start(
            """
            %RELAY%
            flows: { lan: { from: "udp://[ff15::1:1]:5000?interface=source", to: [far] } }
            destinations: { far: { to: "aeron:udp?endpoint=[fd99:2::2]:40123" } }
            """,
            """
            %RELAY%
            flows: { near: { from: "aeron:udp?endpoint=[fd99:2::2]:40123", to: [lan] } }
            destinations: { lan: { to: "udp://[ff15::2:2]:5002?interface=sink&ttl=2" } }
            """,
            "udp://[ff15::2:2]:5002?interface=b");

        line.sendAll("udp://[ff15::1:1]:5000?interface=a", "--size", "1200", "--rate", "3000", "--count", "4000")
            .assertAllDelivered();
    }

    /**
     * All size classes on links of 9,000 B; the longest payloads, 9,000 B, take two fragments even there.
     *
     * <pre>
     *   source --239.1.1.3--> near ==Aeron, frames of 8,960 B==> far --239.1.1.3--> sink
     *          3,000                3,000                              3,000
     * </pre>
     */
    @Test
    void shouldRelayJumboDatagrams(final Topology topology)
    {
        final Line line = new Line(topology, MTU_JUMBO);
        line.start(
            """
            %RELAY%
            flows: { lan: { from: "udp://239.1.1.3:5000?interface=source", to: [far] } }
            destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123|mtu=8960" } }
            """,
            """
            %RELAY%
            flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
            destinations: { lan: { to: "udp://239.1.1.3:5000?interface=sink" } }
            """,
            "udp://239.1.1.3:5000?interface=b");

        final Line.Outcome outcome = line.sendAll("udp://239.1.1.3:5000?interface=a",
            "--mix", "small:30,standard:30,jumbo:30,8972:5,9000:5", "--rate", "1500", "--count", "3000");

        outcome.assertAllDelivered();
        for (final Report relay : List.of(outcome.near(), outcome.far()))
        {
            final Report lane = relay.list("lanes").getFirst();
            final long small = lane.count("small", "claimed");
            final long standard = lane.count("standard", "claimed");
            final long jumbo = lane.count("jumbo", "claimed");
            assertTrue(small > 0 && standard > 0 && jumbo > 0, () -> "every size class: " + lane.json());
            // one each, but for datagrams that became trains between the relays
            assertTrue(small + standard + jumbo <= 3_000, () -> "no more buffers than datagrams: " + lane.json());
        }
    }

    /**
     * One datagram in ten is longer than any buffer: dropped by the near relay and counted, and nothing else suffers.
     *
     * <pre>
     *   source --239.1.1.4--> near ==Aeron==> far --239.1.1.4--> sink
     *          2,000           |    2,000 - oversize     2,000 - oversize
     *                          +--> oversize
     * </pre>
     */
    @Test
    void shouldCountWhatIsTooLong(final Topology topology)
    {
        final Line line = new Line(topology, MTU);
        line.start(
            """
            %RELAY%
            flows: { lan: { from: "udp://239.1.1.4:5000?interface=source", to: [far] } }
            destinations: { far: { to: "aeron:udp?endpoint=10.99.2.2:40123" } }
            """,
            """
            %RELAY%
            flows: { near: { from: "aeron:udp?endpoint=10.99.2.2:40123", to: [lan] } }
            destinations: { lan: { to: "udp://239.1.1.4:5000?interface=sink" } }
            """,
            "udp://239.1.1.4:5000?interface=b");

        final Report sent = line.source.send("udp://239.1.1.4:5000?interface=a",
            "--mix", "1000:90,9001:5,65507:5", "--rate", "1000", "--count", "2000")
            .awaitExit(0, TimeUnit.SECONDS.toNanos(30)).report();
        final Line.Outcome outcome = line.stop(sent);

        LedgerAssert.assertBalanced(outcome.near());
        final long oversize = outcome.near().drops().get("oversize");
        assertEquals(oversize, outcome.near().dropped(), () -> "drops of near: " + outcome.near().drops());
        assertTrue(oversize > 100 && oversize < 400, () -> "about 200 were too long: " + oversize);
        LedgerAssert.assertBalanced(outcome.far());
        assertEquals(2_000 - oversize, outcome.far().count("ledger", "sent"));
        assertUnharmed(outcome.sink());
        assertEquals(2_000 - oversize, outcome.sink().count("received"));
    }
}
