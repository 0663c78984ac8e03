package relay.transport.linux;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import relay.pool.Trains;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;

/**
 * Reads one unicast address, one group, or the groups that share a socket, by recvmmsg(2), or by recvfrom(2) where one
 * datagram is asked for. Read and closed by one thread; counters may be read by any, which may move it too.
 * {@link ReceiverOpener} makes it.
 *
 * <p>A socket of groups hears them only where it joined them itself (IP_MULTICAST_ALL, ip(7)). One that is shared is
 * bound to no address, so that it hears what is sent to this machine's own as well: such datagrams are left out and
 * counted as {@link #misdirected()}.
 *
 * <p>If it takes trains, a train that the kernel drops counts as one in {@link #kernelDrops()}: the kernel has not
 * looked into it yet, and tells no more (measured on Linux 6.18). Without trains, the count is exact.
 */
final class LinuxDatagramReceiver implements DatagramReceiver
{
    /** Calls that may bring nothing but misdirected datagrams before the others of the thread have their turn. */
    private static final int MISDIRECTED_READS_MAX = 64;

    private final SocketCalls calls;
    private final ReceiveHeaders headers;
    private final LinuxSocket socket;
    private final BoundAddresses listening;
    private final InetAddress source;
    private final String description;
    private final boolean isIpv6;
    private final boolean hasItems;
    private volatile String lastError;
    private volatile long errors;
    /** Written by the reading thread. */
    private final AtomicLong misdirected = new AtomicLong();
    private volatile NetworkInterface groupInterface;
    /** That a socket of a group of one link is bound to. */
    private int linkIndex;

    /**
     * @param calls       of the thread that will read.
     * @param headers     of it.
     * @param socket      bound, and joined to its groups.
     * @param listening   what to.
     * @param source      the only sender that it hears; null for any.
     * @param joinedOn    where its groups are; null if it has none.
     * @param description for people.
     * @param hasItems    whether the kernel tells more of a datagram than its source.
     */
    LinuxDatagramReceiver(
        final SocketCalls calls,
        final ReceiveHeaders headers,
        final LinuxSocket socket,
        final BoundAddresses listening,
        final InetAddress source,
        final NetworkInterface joinedOn,
        final String description,
        final boolean hasItems)
    {
        this.calls = calls;
        this.headers = headers;
        this.socket = socket;
        this.listening = listening;
        this.source = source;
        groupInterface = joinedOn;
        linkIndex = null == joinedOn ? BoundAddresses.ANY_INTERFACE : joinedOn.getIndex();
        this.description = description;
        this.isIpv6 = !socket.isIpv4();
        this.hasItems = hasItems;
    }

    @Override
    public int receive(final DatagramBatch batch, final int limit)
    {
        int count = limit;
        int taken = 0;
        // that some were misdirected must not look as if there were no others
        for (int i = 0; i < MISDIRECTED_READS_MAX && 0 == taken && count == limit && limit > 0; i++)
        {
            count = read(batch, limit);
            for (int index = 0; index < count; index++)
            {
                taken += take(batch, index, taken) ? 1 : 0;
            }
        }
        return taken;
    }

    @Override
    public List<InetSocketAddress> destinations()
    {
        return listening.destinations();
    }

    @Override
    public int channel(final int destination)
    {
        return listening.channel(destination);
    }

    @Override
    public String description()
    {
        final String error = lastError;
        final long others = misdirected();
        return description + (0 == others ? "" : ", " + others + " datagrams were for others") +
            (null == error ? "" : ", last of " + errors + " errors: " + error);
    }

    @Override
    public long errors()
    {
        return errors;
    }

    @Override
    public long misdirected()
    {
        return misdirected.getAcquire();
    }

    @Override
    public long kernelDrops()
    {
        return socket.drops();
    }

    @Override
    public NetworkInterface groupInterface()
    {
        return groupInterface;
    }

    @Override
    public synchronized void moveTo(final NetworkInterface other)
    {
        if (listening.isOfLink() && linkIndex != other.getIndex())
        {
            socket.bindToLink(other.getIndex());
            linkIndex = other.getIndex();
        }
        socket.moveGroups(listening.destinations(), source, groupInterface.getIndex(), other.getIndex());
        listening.moveTo(other.getIndex());
        groupInterface = other;
    }

    LinuxSocket socket()
    {
        return socket;
    }

    @Override
    public void close()
    {
        socket.close();
    }

    private int read(final DatagramBatch batch, final int limit)
    {
        final long messages = headers.prepare(batch, limit, isIpv6, hasItems);
        int count;
        do
        {
            count = 1 == limit && 0 == batch.postedCount() && !hasItems ?
                readOne(batch) : calls.recvmmsg(socket.fd(), messages, limit);
        }
        while (-Errno.EINTR == count);
        if (count < 0)
        {
            onNothing(-count);
            return 0;
        }
        headers.onReceived(count, isIpv6);
        return count;
    }

    /**
     * A call for one datagram into one buffer costs less than a call for many that brings one.
     *
     * @return 1, or the negative error number.
     */
    private int readOne(final DatagramBatch batch)
    {
        final int length = calls.recvfrom(socket.fd(), batch.spill().addressOffset() + batch.spillOffset(0),
            DatagramBatch.SPILL_LENGTH, headers.name(), headers.nameLength());
        if (length < 0)
        {
            return length;
        }
        headers.onOne(length);
        return 1;
    }

    /**
     * @param index of a datagram that was read.
     * @param place of it among those that are for this receiver.
     * @return whether it is.
     */
    private boolean take(final DatagramBatch batch, final int index, final int place)
    {
        final int length = headers.length(index);
        int segmentLength = length;
        int destination = 0;
        int dscp = 0;
        if (hasItems)
        {
            final ControlItems items = headers.items(index);
            segmentLength = items.segmentLength() > 0 ? Math.min(items.segmentLength(), length) : length;
            destination = listening.destinationOf(items);
            dscp = items.dscp();
            if (BoundAddresses.MISDIRECTED == destination)
            {
                misdirected.setRelease(misdirected.getPlain() + Trains.count(length, segmentLength));
                return false;
            }
        }
        headers.readSource(index, isIpv6);
        batch.onReceived(index, headers.inPosted(index, length), length, segmentLength);
        batch.destination(index, destination);
        batch.dscp(index, dscp);
        if (headers.isCut(index))
        {
            onError("a datagram was cut to " + length + " B");
        }
        if (place < index)
        {
            batch.move(index, place);
        }
        return true;
    }

    private void onNothing(final int errno)
    {
        if (LinuxSocket.CLOSED == socket.fd())
        {
            throw new IllegalStateException("read after close: " + description);
        }
        // what the network did to one read (interface down, no memory) must not end the thread that reads
        if (Errno.EAGAIN != errno)
        {
            onError("cannot read: " + Errno.name(errno) + ": " + Errno.text(errno));
        }
    }

    // only the reading thread writes, so that no increment is lost
    private void onError(final String error)
    {
        lastError = error;
        errors++;
    }
}
