package relay.pipeline.endpoint;

import java.util.Queue;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/** Puts the payload of each packet into a queue. */
final class MemorySender implements PacketSender
{
    private final Queue<byte[]> queue;

    MemorySender(final Queue<byte[]> queue)
    {
        this.queue = queue;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            if (batch.isWaiting(i))
            {
                final Packet packet = batch.packet(i);
                final byte[] payload = new byte[packet.length()];
                packet.buffer().getBytes(packet.payloadOffset(), payload);
                queue.add(payload);
                batch.outcome(i, SendOutcome.SENT);
            }
        }
    }

    @Override
    public String description()
    {
        return "a queue";
    }

    @Override
    public void close()
    {
        // nothing is open
    }
}
