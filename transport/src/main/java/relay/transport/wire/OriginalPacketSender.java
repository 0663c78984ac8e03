package relay.transport.wire;

import java.net.InetSocketAddress;
import relay.pool.Packet;
import relay.transport.AddressTable;
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
    private final AddressTable addresses = new AddressTable(ADDRESSES_MAX);

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
        final int port = envelope.destinationPort();
        return 0 == port ? null : addresses.of(envelope.destinationHigh(), envelope.destinationLow(), port);
    }
}
