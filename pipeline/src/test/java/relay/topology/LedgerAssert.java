package relay.topology;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;

/**
 * The equations that hold once nothing moves any more, to the datagram.
 */
final class LedgerAssert
{
    private LedgerAssert()
    {
    }

    /**
     * Every datagram that this relay received was sent, or dropped for a reason; in sum and part by part.
     *
     * @param relay that was stopped.
     */
    static void assertBalanced(final Report relay)
    {
        final Report ledger = new Report(relay.name() + " ledger", relay.json().getAsJsonObject("ledger"));
        assertAll(relay.name() + " " + relay.json(),
            () -> assertEquals(0, ledger.count("imbalance"), "imbalance"),
            () -> assertEquals(0, ledger.count("inFlight"), "in flight"),
            () -> assertEquals(ledger.count("received") + ledger.count("copies"),
                ledger.count("sent") + ledger.count("dropped"), "received + copies = sent + dropped"),
            () -> assertEquals(ledger.count("dropped"), relay.dropped(), "dropped = sum of reasons"),
            () -> assertEquals(ledger.count("received"),
                relay.list("flows").stream().mapToLong(flow -> flow.count("received")).sum(), "received by flows"),
            () -> assertEquals(ledger.count("sent"), relay.list("destinations").stream()
                .mapToLong(destination -> destination.count("sent")).sum(), "sent by destinations"),
            () -> assertEquals(relay.drops(), dropsOfParts(relay), "drops of flows and destinations"));
        for (final Report flow : relay.list("flows"))
        {
            assertEquals(flow.count("received"), flow.count("admitted") + flow.dropped(),
                () -> flow.name() + ": received = admitted + dropped: " + flow.json());
        }
    }

    /**
     * Balanced, and nothing was dropped: not by the relay, not by the kernel.
     *
     * @param relay    that was stopped.
     * @param received datagrams that it must have received.
     */
    static void assertRelayed(final Report relay, final long received)
    {
        assertBalanced(relay);
        assertEquals(Map.of(), relay.drops(), () -> relay.name() + ": drops");
        assertEquals(received, relay.count("ledger", "received"), () -> relay.name() + ": received " + relay.json());
        for (final Report flow : relay.list("flows"))
        {
            assertEquals(0, flow.count("kernelDrops"), () -> flow.name() + ": kernel drops");
            assertEquals(0, flow.count("gaps"), () -> flow.name() + ": gaps");
        }
    }

    /**
     * Every datagram arrived, once, in order and unchanged, and nothing else did.
     *
     * @param sent by the generator.
     * @param sink that it went to.
     */
    static void assertDelivered(final Report sent, final Report sink)
    {
        assertEquals(0, sent.count("failed"), () -> "sends that failed: " + sent.json());
        assertUnharmed(sink);
        assertAll("sent " + sent.json() + " sink " + sink.json(),
            () -> assertEquals(sent.count("sent"), sink.count("received"), "received"),
            () -> assertEquals(sent.count("bytes"), sink.count("bytes"), "bytes"),
            () -> assertEquals(0, sink.count("lost"), "lost"));
    }

    /**
     * Whatever arrived did so once, in order and unchanged.
     *
     * @param sink any.
     */
    static void assertUnharmed(final Report sink)
    {
        assertAll("sink " + sink.json(),
            () -> assertEquals(0, sink.count("kernelDrops"), "dropped by the sink's kernel"),
            () -> assertEquals(0, sink.count("duplicates"), "duplicates"),
            () -> assertEquals(0, sink.count("reordered"), "reordered"),
            () -> assertEquals(0, sink.count("stale"), "stale"),
            () -> assertEquals(0, sink.count("corrupt"), "corrupt"),
            () -> assertEquals(0, sink.count("foreign"), "foreign"));
    }

    private static Map<String, Long> dropsOfParts(final Report relay)
    {
        final Map<String, Long> sum = new TreeMap<>();
        relay.list("flows").forEach(flow -> flow.drops().forEach((reason, count) ->
            sum.merge(reason, count, Long::sum)));
        relay.list("destinations").forEach(destination -> destination.drops().forEach((reason, count) ->
            sum.merge(reason, count, Long::sum)));
        return sum;
    }
}
