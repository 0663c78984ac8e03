package relay.tools.paced;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.TransportException;
import relay.transport.UdpTransport;
import relay.transport.endpoint.EndpointParser;
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
            final ReadAhead source = new ReadAhead(new MadeUp(endpoint.expand().getFirst(), durationNs), clock);
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
            return (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:" + free.getLocalPort());
        }
    }

    /** Short bursts of several lengths. */
    private static final class MadeUp implements DatagramSource
    {
        private static final long INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(20);
        private static final int[] LENGTHS = {0, 100, 1_000, 1_000, 1_000, 1_400, 3_000};
        /** Of every so many, some are due at once. */
        private static final int PERIOD = 32;
        private static final int AT_ONCE = 4;

        private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(4_096));
        private final InetSocketAddress destination;
        private final long durationNs;
        private long number = -1;

        MadeUp(final InetSocketAddress destination, final long durationNs)
        {
            this.destination = destination;
            this.durationNs = durationNs;
        }

        @Override
        public boolean next()
        {
            number++;
            return dueNs() < durationNs;
        }

        @Override
        public DirectBuffer buffer()
        {
            return payload;
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public int length()
        {
            return LENGTHS[(int)(number % LENGTHS.length)];
        }

        @Override
        public InetSocketAddress destination()
        {
            return destination;
        }

        @Override
        public long dueNs()
        {
            return INTERVAL_NS * (number - Math.min(AT_ONCE, number % PERIOD));
        }

        @Override
        public void close()
        {
            // holds nothing
        }
    }
}
