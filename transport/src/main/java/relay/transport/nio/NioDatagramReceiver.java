package relay.transport.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.Interfaces;
import relay.transport.OpenFailure;
import relay.transport.SocketText;
import relay.transport.TransportException;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Reads one group or unicast address. Polled and closed by one thread; counters may be read by any, which may
 * move it too.
 *
 * <p>The socket is bound to the group itself, so that groups which share a port do not hear each other. It allocates
 * nothing for a datagram as long as the sender stays the same.
 */
public final class NioDatagramReceiver implements DatagramReceiver
{
    /** More than the longest UDP payload, 65,527 B over IPv6: nothing is ever cut. */
    private static final int SCRATCH_LENGTH = 64 * 1024;

    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(scratch);
    private final DatagramChannel channel;
    private final InetAddress source;
    private final List<InetSocketAddress> destinations;
    private final int channelIndex;
    private final String description;
    private volatile String lastError;
    private volatile long errors;
    private volatile NetworkInterface groupInterface;
    private MembershipKey membership;

    private NioDatagramReceiver(
        final DatagramChannel channel,
        final InetSocketAddress destination,
        final int channelIndex,
        final InetAddress source,
        final NetworkInterface joinedOn,
        final MembershipKey membership,
        final String description)
    {
        this.channel = channel;
        this.source = source;
        groupInterface = joinedOn;
        this.membership = membership;
        this.destinations = List.of(destination);
        this.channelIndex = channelIndex;
        this.description = description;
    }

    /**
     * Opens a socket; it is ready to receive when this returns.
     *
     * @param endpoint         source and buffer.
     * @param destination      the group or local address and the port to listen to.
     * @param channelIndex     position of it in the endpoint.
     * @param networkInterface to join the group on; null if it is no group.
     * @return a receiver.
     * @throws TransportException if it cannot be opened.
     */
    static NioDatagramReceiver open(
        final UdpEndpoint endpoint,
        final InetSocketAddress destination,
        final int channelIndex,
        final NetworkInterface networkInterface)
    {
        final String what = SocketText.ofReceiver(endpoint, destination, networkInterface);
        DatagramChannel channel = null;
        try
        {
            channel = DatagramChannel.open(Interfaces.family(destination.getAddress()));
            channel.configureBlocking(false);
            final String granted = RequestedBuffers.apply(
                channel, StandardSocketOptions.SO_RCVBUF, endpoint.receiveBufferLength(), "net.core.rmem_max");
            MembershipKey membership = null;
            if (null != networkInterface)
            {
                membership = joinGroup(channel, endpoint.source(), destination, networkInterface);
            }
            else
            {
                channel.bind(destination);
            }
            return new NioDatagramReceiver(channel, destination, channelIndex, endpoint.source(), networkInterface,
                membership, what + ", " + granted);
        }
        catch (final IOException | IllegalArgumentException | UnsupportedOperationException ex)
        {
            CloseHelper.quietClose(channel);
            throw OpenFailure.of("cannot listen to " + what, ex);
        }
    }

    @Override
    public int receive(final DatagramBatch batch, final int limit)
    {
        for (int i = 0; i < limit; i++)
        {
            final InetSocketAddress from = receive();
            if (null == from)
            {
                return i;
            }
            final int length = scratch.position();
            final boolean isPosted = i < batch.postedCount() && length <= batch.postedLength();
            if (isPosted)
            {
                batch.postedMemory().putBytes(batch.postedOffset(i), buffer, 0, length);
            }
            else
            {
                batch.spill().putBytes(batch.spillOffset(i), buffer, 0, length);
            }
            batch.source(i).set(from);
            batch.onReceived(i, isPosted ? length : 0, length, length);
        }
        return limit;
    }

    @Override
    public List<InetSocketAddress> destinations()
    {
        return destinations;
    }

    @Override
    public int channel(final int destination)
    {
        return channelIndex;
    }

    @Override
    public String description()
    {
        final String error = lastError;
        return null == error ? description : description + ", last of " + errors + " errors: " + error;
    }

    @Override
    public long errors()
    {
        return errors;
    }

    @Override
    public NetworkInterface groupInterface()
    {
        return groupInterface;
    }

    /**
     * Where the JDK cannot do it, this says so: it takes an interface of the same name and addresses for one that it
     * knows, and cannot bind to another link. What it cannot leave counts against
     * {@code net.ipv4.igmp_max_memberships}.
     */
    @Override
    public synchronized void moveTo(final NetworkInterface other)
    {
        final String what = "cannot go on listening to " + description;
        final InetAddress group = destinations.getFirst().getAddress();
        try
        {
            if (Interfaces.scoped(group, other) == group || other.getIndex() == groupInterface.getIndex())
            {
                leave(membership);
                membership = join(channel, Interfaces.scoped(group, other), source, other);
                if (membership.networkInterface() == other)
                {
                    groupInterface = other;
                    return;
                }
            }
        }
        catch (final IOException | IllegalArgumentException | IllegalStateException | UnsupportedOperationException ex)
        {
            throw OpenFailure.of(what, ex);
        }
        throw new TransportException(what + ": portable sockets cannot be moved to it: start the relay again, or io: " +
            "native",
            null);
    }

    /**
     * @return the channel, to be registered with a selector.
     */
    DatagramChannel channel()
    {
        return channel;
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(channel);
    }

    private static MembershipKey joinGroup(
        final DatagramChannel channel,
        final InetAddress source,
        final InetSocketAddress destination,
        final NetworkInterface networkInterface) throws IOException
    {
        final InetAddress group = Interfaces.scoped(destination.getAddress(), networkInterface);
        // several processes may listen to one group, and each hears every datagram
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        bindGroup(channel, new InetSocketAddress(group, destination.getPort()));
        return join(channel, group, source, networkInterface);
    }

    private static void leave(final MembershipKey membership)
    {
        try
        {
            membership.drop();
        }
        catch (final AssertionError ignore)
        {
            // the system refused: the JDK throws nothing else
        }
    }

    private static MembershipKey join(
        final DatagramChannel channel,
        final InetAddress group,
        final InetAddress source,
        final NetworkInterface networkInterface) throws IOException
    {
        return null == source ? channel.join(group, networkInterface) : channel.join(group, networkInterface, source);
    }

    private static void bindGroup(final DatagramChannel channel, final InetSocketAddress group) throws IOException
    {
        try
        {
            channel.bind(group);
        }
        catch (final IOException refused)
        {
            // Windows binds to local addresses only; where groups can be bound, the wildcard fails for the same reason
            final int addressLength = group.getAddress().getAddress().length;
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[addressLength]), group.getPort()));
        }
    }

    private InetSocketAddress receive()
    {
        try
        {
            return (InetSocketAddress)channel.receive(scratch.clear());
        }
        catch (final ClosedChannelException ex)
        {
            throw new IllegalStateException("polled after close: " + description, ex);
        }
        catch (final IOException ex)
        {
            // what the network did to one read (interface down, no memory) must not end the thread that polls
            onError(ex);
            return null;
        }
    }

    // only the polling thread writes, so that no increment is lost
    private void onError(final IOException ex)
    {
        lastError = ex.getMessage();
        errors++;
    }
}
