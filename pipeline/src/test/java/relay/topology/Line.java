package relay.topology;

import static relay.topology.LedgerAssert.assertDelivered;
import static relay.topology.LedgerAssert.assertRelayed;

import java.util.concurrent.TimeUnit;

/**
 * The topology of most tests: two relays in a row.
 *
 * <pre>
 *   source ------------- a ------------- b ------------- sink
 *        10.99.1.0/24    |  10.99.2.0/24  |  10.99.3.0/24
 *                   relay "near"     relay "far"
 * </pre>
 */
final class Line
{
    /** Where the far relay listens. */
    static final String AERON = "aeron:udp?endpoint=10.99.2.2:40123";

    final Host source;
    final Host a;
    final Host b;
    final Host sinkHost;
    RelayProcess near;
    RelayProcess far;
    Child sink;

    /**
     * What all four reported at the end.
     *
     * @param sent by the generator.
     * @param near relay.
     * @param far  relay.
     * @param sink that received.
     */
    record Outcome(Report sent, Report near, Report far, Report sink)
    {
        /** Everything that was sent passed both relays and arrived, in order and unchanged. */
        void assertAllDelivered()
        {
            assertRelayed(near, sent.count("sent"));
            assertRelayed(far, sent.count("sent"));
            assertDelivered(sent, sink);
        }
    }

    Line(final Topology topology, final int mtu)
    {
        source = topology.host("source");
        a = topology.host("a");
        b = topology.host("b");
        sinkHost = topology.host("sink");
        topology.link(source, a, mtu);
        topology.link(a, b, mtu);
        topology.link(b, sinkHost, mtu);
    }

    /**
     * Starts all that receives, and waits until the relays are connected.
     *
     * @param nearYaml configuration of the relay on a.
     * @param farYaml  configuration of the relay on b.
     * @param sinkUris that the sink listens to.
     */
    void start(final String nearYaml, final String farYaml, final String... sinkUris)
    {
        sink = sinkHost.sink(sinkUris);
        far = b.relay("far", farYaml);
        near = a.relay("near", nearYaml);
        sink.awaitLog("listening to ");
        near.awaitRunning();
        far.awaitRunning().awaitSenders(1);
    }

    /**
     * Sends from the source, and stops one after the other when that is done.
     *
     * @param uri       where to.
     * @param arguments of {@code relay send}.
     * @return all reports.
     */
    Outcome sendAll(final String uri, final String... arguments)
    {
        return stop(source.send(uri, arguments).awaitExit(0, TimeUnit.SECONDS.toNanos(60)).report());
    }

    /**
     * Stops the relays and the sink, in the order of the datagrams.
     *
     * @param sent what the generator reported.
     * @return all reports.
     */
    Outcome stop(final Report sent)
    {
        final Report nearReport = near.stop();
        final Report farReport = far.stop();
        return new Outcome(sent, nearReport, farReport, sink.stop().report());
    }
}
