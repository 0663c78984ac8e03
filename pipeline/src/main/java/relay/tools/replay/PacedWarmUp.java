package relay.tools.replay;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.agrona.concurrent.NanoClock;
import relay.tools.paced.PacedIdleStrategy;
import relay.tools.paced.PacedSender;
import relay.tools.paced.ReadAhead;
import relay.tools.send.WarmUpTraffic;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.TransportException;
import relay.transport.UdpTransport;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Sends made-up datagrams over the loopback interface until the compiler has seen what a {@link PacedSender} does: the
 * first real ones would be late otherwise, by milliseconds. Everything runs on the calling thread, and nothing of it is
 * left afterwards.
 */
public final class PacedWarmUp
{
    private static final int RECEIVED_LIMIT = 64;
    private static final long RATE = 50_000;

    private PacedWarmUp()
    {
    }

    /**
     * @param transport  that will be used.
     * @param clock      monotonic.
     * @param durationNs how long to take, in nanoseconds; 0 for not at all.
     * @return datagrams that were sent; 0 where there is no loopback interface to send on.
     */
    public static long run(final UdpTransport transport, final NanoClock clock, final long durationNs)
    {
        if (durationNs <= 0)
        {
            return 0;
        }
        try
        {
            final UdpEndpoint endpoint = endpoint();
            final ReadAhead source = new ReadAhead(
                WarmUpTraffic.of(endpoint.expand().getFirst(), RATE, durationNs), clock);
            final PacedSender sender = new PacedSender(source, transport.openSender(endpoint), clock);
            try (DatagramReceiver sink = transport.openReceivers(endpoint, ReceiveOptions.DEFAULT).getFirst())
            {
                run(source, sender, sink);
            }
            finally
            {
                sender.onClose();
                source.onClose();
            }
            return sender.sent();
        }
        catch (final TransportException | IOException ignore)
        {
            return 0; // it will start cold
        }
    }

    private static void run(final ReadAhead source, final PacedSender sender, final DatagramReceiver sink)
    {
        final PacedIdleStrategy idleStrategy = new PacedIdleStrategy(sender, PacedIdleStrategy.SPIN_DEFAULT_NS);
        final DatagramBatch received = new DatagramBatch(RECEIVED_LIMIT);
        while (!sender.isDone())
        {
            source.doWork();
            final int workCount = sender.doWork();
            idleStrategy.idle(workCount);
            sink.receive(received, RECEIVED_LIMIT);
        }
    }

    private static UdpEndpoint endpoint() throws IOException
    {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress()))
        {
            return UdpEndpoint.parse("udp://127.0.0.1:" + free.getLocalPort());
        }
    }
}
