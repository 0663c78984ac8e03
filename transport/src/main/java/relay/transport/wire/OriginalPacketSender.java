package relay.transport.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * Sends the payload of each packet to the address that it was first sent to, as its envelope tells. Addresses are kept
 * once they were seen, so that only the first datagram of a group allocates; past {@link #ADDRESSES_MAX} of them, new
 * ones are refused.
 */
public final class OriginalPacketSender implements PacketSender
{
    /** More groups than this are not a relay's work but an attack. */
    public static final int ADDRESSES_MAX = 4_096;

    private final DatagramSender sender;
    private final Envelope envelope = new Envelope();
    private final Key key = new Key();
    private final Map<Key, InetSocketAddress> addresses = new HashMap<>();

    /**
     * @param sender is closed with this.
     */
    public OriginalPacketSender(final DatagramSender sender)
    {
        this.sender = sender;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i))
            {
                address(batch, i);
            }
        }
        sender.send(batch);
    }

    @Override
    public long refusedTrains()
    {
        return sender.refusedTrains();
    }

    @Override
    public String description()
    {
        return sender.description();
    }

    @Override
    public void close()
    {
        sender.close();
    }

    private void address(final PacketBatch batch, final int index)
    {
        final Packet packet = batch.packet(index);
        envelope.wrap(packet.buffer(), packet.headerOffset());
        final InetSocketAddress destination = destination();
        batch.destination(index, destination);
        if (null == destination)
        {
            batch.outcome(index, SendOutcome.FAILED);
        }
    }

    private InetSocketAddress destination()
    {
        key.high = envelope.destinationHigh();
        key.low = envelope.destinationLow();
        key.port = envelope.destinationPort();
        final InetSocketAddress known = addresses.get(key);
        return null != known || addresses.size() == ADDRESSES_MAX || 0 == key.port ? known : learn();
    }

    private InetSocketAddress learn()
    {
        try
        {
            final byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(key.high).putLong(key.low).array();
            final InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes), key.port);
            addresses.put(key.copy(), address);
            return address;
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex); // not for 16 bytes
        }
    }

    private static final class Key
    {
        private long high;
        private long low;
        private int port;

        private Key copy()
        {
            final Key copy = new Key();
            copy.high = high;
            copy.low = low;
            copy.port = port;
            return copy;
        }

        @Override
        public boolean equals(final Object other)
        {
            return other instanceof final Key that && high == that.high && low == that.low && port == that.port;
        }

        @Override
        public int hashCode()
        {
            return Long.hashCode(31 * (31 * high + low) + port);
        }
    }
}
