package relay.transport;

import java.net.InetSocketAddress;

/**
 * Sends the payload of each packet to one UDP address.
 */
public final class UdpPacketSender implements PacketSender
{
    private final DatagramSender sender;
    private final InetSocketAddress destination;

    /**
     * @param sender      is closed with this.
     * @param destination where to.
     */
    public UdpPacketSender(final DatagramSender sender, final InetSocketAddress destination)
    {
        this.sender = sender;
        this.destination = destination;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            batch.destination(i, destination);
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
}
