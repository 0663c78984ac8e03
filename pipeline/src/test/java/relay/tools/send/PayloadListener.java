package relay.tools.send;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.UdpTransport;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/** Listens on a thread of its own, and tells by one number which payloads came in which order. */
public final class PayloadListener implements AutoCloseable
{
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int BATCH_LIMIT = 64;

    private final MessageDigest digest;
    private final AtomicLong count = new AtomicLong();
    private final List<DatagramReceiver> receivers = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "listener");
    private final byte[] framed = new byte[65_536 + Integer.BYTES];
    private volatile boolean isClosed;
    private long bytes;

    /**
     * @param uris to listen to.
     */
    public PayloadListener(final String... uris) throws Exception
    {
        digest = MessageDigest.getInstance("SHA-256");
        final UdpTransport transport = UdpTransports.best();
        for (final String uri : uris)
        {
            receivers.addAll(transport.openReceivers((UdpEndpoint)EndpointParser.parse(uri), ReceiveOptions.DEFAULT));
        }
        thread.start();
    }

    /**
     * Waits for datagrams, ten seconds at most.
     *
     * @param wanted how many.
     * @return how many came.
     */
    public long await(final long wanted)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (count.get() < wanted && deadlineNs - System.nanoTime() > 0)
        {
            LockSupport.parkNanos(PAUSE_NS);
        }
        return count.get();
    }

    /**
     * To be asked when it is closed.
     *
     * @return payload bytes that came.
     */
    public long bytes()
    {
        return bytes;
    }

    /**
     * To be asked when it is closed, and once.
     *
     * @return the SHA-256 over length and payload of each.
     */
    public String sha256Hex()
    {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close()
    {
        isClosed = true;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        final DatagramBatch batch = new DatagramBatch(BATCH_LIMIT);
        while (!isClosed)
        {
            int workCount = 0;
            for (final DatagramReceiver receiver : receivers)
            {
                workCount += batch.poll(receiver, this::onDatagram, BATCH_LIMIT);
            }
            if (0 == workCount)
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        CloseHelper.closeAll(receivers);
    }

    private void onDatagram(
        final DirectBuffer buffer, final int offset, final int length, final HostPort source, final int destination)
    {
        ByteBuffer.wrap(framed).putInt(length);
        buffer.getBytes(offset, framed, Integer.BYTES, length);
        digest.update(framed, 0, Integer.BYTES + length);
        bytes += length;
        count.incrementAndGet();
    }
}
