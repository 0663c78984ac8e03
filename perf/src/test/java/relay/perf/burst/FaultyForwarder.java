package relay.perf.burst;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import relay.transport.EndpointParser;
import relay.transport.UdpEndpoint;

/**
 * What a harness has to find out about: forwards datagrams from one loopback port to another, and does one thing wrong.
 */
final class FaultyForwarder implements AutoCloseable
{
    /** What it does wrong. */
    enum Fault
    {
        NONE,
        /** Drops one in a hundred. */
        LOSS,
        /** Swaps two neighbours in a hundred. */
        REORDERING,
        /** Stands still for a millisecond every three. */
        STALL,
        /** Flips a byte of one in a hundred. */
        FLIPPED_BYTE,
        /** Sends one in a hundred twice. */
        DUPLICATE,
    }

    private static final int ONE_IN = 100;
    private static final int LENGTH_MAX = 65_535;
    private static final long STALL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STALL_PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final Fault fault;
    private final Random random;
    private final DatagramChannel in;
    private final DatagramChannel out = DatagramChannel.open();
    private final InetSocketAddress to;
    private final Thread thread = new Thread(this::run, "faulty-forwarder");
    private ByteBuffer datagram = ByteBuffer.allocateDirect(LENGTH_MAX);
    private ByteBuffer kept = ByteBuffer.allocateDirect(LENGTH_MAX);
    private boolean isKeeping;
    private long stalledNs = System.nanoTime();
    private volatile long faults;

    FaultyForwarder(final Fault fault, final long seed) throws IOException
    {
        this.fault = fault;
        random = new Random(seed);
        in = DatagramChannel.open();
        in.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        in.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        to = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        thread.start();
    }

    UdpEndpoint input() throws IOException
    {
        return endpoint(((InetSocketAddress)in.getLocalAddress()).getPort());
    }

    UdpEndpoint output()
    {
        return endpoint(to.getPort());
    }

    /**
     * @return how often it did it, so far.
     */
    long faults()
    {
        return faults;
    }

    @Override
    public void close() throws IOException, InterruptedException
    {
        in.close();
        thread.join();
        out.close();
        if (null != error.get())
        {
            throw new IllegalStateException(error.get());
        }
    }

    private void run()
    {
        try
        {
            while (true)
            {
                datagram.clear();
                in.receive(datagram);
                datagram.flip();
                forward();
            }
        }
        catch (final ClosedChannelException ignore)
        {
            // it is over
        }
        catch (final IOException | RuntimeException ex)
        {
            error.set(ex);
        }
    }

    private void forward() throws IOException
    {
        if (Fault.STALL == fault && System.nanoTime() - stalledNs >= STALL_PERIOD_NS)
        {
            stall();
        }
        final boolean isChosen = 0 == random.nextInt(ONE_IN);
        switch (isChosen ? fault : Fault.NONE)
        {
            case LOSS -> faults++;
            case FLIPPED_BYTE ->
            {
                final int at = random.nextInt(datagram.limit());
                datagram.put(at, (byte)~datagram.get(at));
                faults++;
                send();
            }
            case DUPLICATE ->
            {
                send();
                datagram.rewind();
                send();
                faults++;
            }
            case REORDERING -> keepOrSend();
            default -> send();
        }
    }

    private void stall()
    {
        final long endNs = System.nanoTime() + STALL_NS;
        while (System.nanoTime() < endNs)
        {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
        stalledNs = System.nanoTime();
        faults++;
    }

    private void keepOrSend() throws IOException
    {
        if (isKeeping)
        {
            send();
        }
        else
        {
            final ByteBuffer next = kept;
            kept = datagram;
            datagram = next;
            isKeeping = true;
        }
    }

    private void send() throws IOException
    {
        out.send(datagram, to);
        if (isKeeping)
        {
            isKeeping = false;
            faults++;
            out.send(kept, to);
        }
    }

    static int freePort() throws IOException
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return ((InetSocketAddress)channel.getLocalAddress()).getPort();
        }
    }

    private static UdpEndpoint endpoint(final int port)
    {
        return (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:" + port);
    }
}
