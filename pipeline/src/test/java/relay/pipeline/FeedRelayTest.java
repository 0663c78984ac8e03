package relay.pipeline;

import relay.observe.text.JsonText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.config.FlowConfig;
import relay.config.Idle;
import relay.config.Layout;
import relay.config.Profile;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pool.BufferCounts;
import relay.transport.endpoint.EndpointParser;
import relay.transport.udp.Io;

/**
 * A relay with a feed on real loopback sockets.
 *
 * <pre>
 *   source --UDP, two ports--> a --+
 *                                  +--> relay --UDP--> sink
 *   source --UDP, two ports--> b --+
 * </pre>
 */
@Timeout(60)
class FeedRelayTest
{
    private static final int COUNT = 50;
    private static final int PORT_A = 27_110;
    private static final int PORT_B = 27_120;
    private static final TrafficClass CLASS =
        TrafficClass.of(TrafficClass.DEFAULT_NAME, 0, 1, 0, new BufferCounts(1_000, 0, 0, 2));

    @ParameterizedTest
    @EnumSource(Io.class)
    void shouldArbitrateEachPortOfTheLegsByItself(final Io io) throws IOException
    {
        try (DatagramChannel source = DatagramChannel.open(); DatagramChannel sink = DatagramChannel.open())
        {
            sink.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            sink.configureBlocking(false);
            try (Relay relay = Relay.launch(config(io, sink), RelayOptions.DEFAULT))
            {
                for (int i = 0; i < COUNT; i++)
                {
                    send(source, PORT_A, i);
                    send(source, PORT_A + 1, i);
                    await(relay, 4L * i + 2);
                    send(source, PORT_B, i);
                    send(source, PORT_B + 1, i);
                    await(relay, 4L * i + 4);
                }
                relay.stop(Relay.STOP_TIMEOUT_NS);
                assertEquals(new Ledger(4 * COUNT, 0, 2 * COUNT, 2 * COUNT, 0), relay.ledger());
                assertReport(JsonText.tree(RelayReport.of(relay)));
            }
            int received = 0;
            while (null != sink.receive(ByteBuffer.allocate(100)))
            {
                received++;
            }
            assertEquals(2 * COUNT, received);
        }
    }

    private static void assertReport(final JsonObject report)
    {
        final JsonObject feed = report.getAsJsonArray("feeds").get(0).getAsJsonObject();
        assertEquals("twin", feed.get("name").getAsString());
        assertEquals("cme", feed.get("key").getAsString());
        assertEquals(2 * COUNT, feed.get("forwarded").getAsLong());
        assertEquals(2 * COUNT, feed.get("duplicates").getAsLong());
        assertEquals(0, feed.get("missing").getAsLong());
        final JsonObject a = feed.getAsJsonArray("legs").get(0).getAsJsonObject();
        assertEquals("a", a.get("flow").getAsString());
        assertEquals(2 * COUNT, a.get("arrived").getAsLong());
        assertEquals(2 * COUNT, a.get("won").getAsLong());
        assertEquals(0, a.get("lost").getAsLong());
        assertEquals(2 * COUNT, a.getAsJsonObject("leadNs").get("count").getAsLong());
        final JsonObject b = feed.getAsJsonArray("legs").get(1).getAsJsonObject();
        assertEquals(2 * COUNT, b.get("arrived").getAsLong());
        assertEquals(0, b.get("won").getAsLong());
        assertEquals(0, b.get("lost").getAsLong());
    }

    private static RelayConfig config(final Io io, final DatagramChannel sink) throws IOException
    {
        final int port = ((InetSocketAddress)sink.getLocalAddress()).getPort();
        return new RelayConfig(
            "feed-" + io, new Execution(Profile.LAPTOP, Layout.COMPACT, 2, Idle.BACKOFF, List.of(), io), List.of(CLASS),
            List.of(flow("a", PORT_A), flow("b", PORT_B)),
            List.of(DestinationConfig.of("sink", EndpointParser.parse("udp://127.0.0.1:" + port))),
            List.of(FeedConfig.of("twin", List.of("a", "b"), FeedKey.CME)));
    }

    private static FlowConfig flow(final String name, final int port)
    {
        return FlowConfig.of(name, EndpointParser.parse("udp://127.0.0.1:" + port + "-" + (port + 1)), CLASS.name(),
            List.of("sink"));
    }

    private static void send(final DatagramChannel source, final int port, final int number) throws IOException
    {
        source.send(ByteBuffer.allocate(20).putInt(Integer.reverseBytes(number)).clear(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static void await(final Relay relay, final long received)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (relay.ledger().received() < received)
        {
            assertTrue(deadlineNs - System.nanoTime() > 0, "nothing arrives at the relay");
            LockSupport.parkNanos(10_000);
        }
    }
}
