package relay.transport;

import relay.pool.Packet;

/**
 * Sends the packets of one destination (and, with Aeron, of one traffic class). Used and closed by one egress thread;
 * never blocks, never throws for what the network does.
 */
public interface PacketSender extends AutoCloseable
{
    /**
     * @param packet to send; its buffer is not kept.
     * @return what became of it.
     */
    SendOutcome send(Packet packet);

    /**
     * @return what was opened, for people.
     */
    String description();

    @Override
    void close();
}
