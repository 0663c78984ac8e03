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
import relay.transport.FreePorts;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

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
        /** Stands still for 40 ms, once. */
        STALL,
        /** Drops all for 40 ms, once. */
        OUTAGE,
        /** Flips a byte of one in a hundred. */
        FLIPPED_BYTE,
        /** Sends one in a hundred twice. */
        DUPLICATE,
    }

    private static final int ONE_IN = 100;
    private static final int LENGTH_MAX = 65_535;
    /** What happens once begins with this datagram. */
    private static final long BEGIN = 1_000;
    private static final long LENGTH_NS = TimeUnit.MILLISECONDS.toNanos(40);
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
    private long number;
    private long endNs;
    private volatile long faults;

    FaultyForwarder(final Fault fault, final long seed) throws IOException
    {
        this.fault = fault;
        random = new Random(seed);
        in = DatagramChannel.open();
        in.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        in.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        to = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
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
    public void close() throws IOException
    {
        in.close();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
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
        if (BEGIN == number++)
        {
            endNs = System.nanoTime() + LENGTH_NS;
        }
        if (number > BEGIN && System.nanoTime() - endNs < 0 && isOut())
        {
            return;
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

    /**
     * @return whether the datagram is lost to what happens once.
     */
    private boolean isOut()
    {
        faults += Fault.STALL == fault || Fault.OUTAGE == fault ? 1 : 0;
        while (Fault.STALL == fault && System.nanoTime() - endNs < 0)
        {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
        return Fault.OUTAGE == fault;
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

    private static UdpEndpoint endpoint(final int port)
    {
        return (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:" + port);
    }
}
