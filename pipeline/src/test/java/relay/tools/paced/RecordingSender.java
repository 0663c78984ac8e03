package relay.tools.paced;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;

/** Keeps what is sent; answers with the outcomes it is given, then {@link SendOutcome#SENT}. */
public final class RecordingSender implements DatagramSender
{
    public final List<byte[]> payloads = new ArrayList<>();
    public final List<InetSocketAddress> destinations = new ArrayList<>();
    public final List<Integer> batches = new ArrayList<>();
    public final Deque<SendOutcome> outcomes = new ArrayDeque<>();
    public boolean isClosed;

    @Override
    public SendOutcome send(
        final DirectBuffer buffer, final int offset, final int length, final InetSocketAddress destination)
    {
        final SendOutcome outcome = outcomes.isEmpty() ? SendOutcome.SENT : outcomes.poll();
        if (SendOutcome.SENT == outcome)
        {
            final byte[] payload = new byte[length];
            buffer.getBytes(offset, payload);
            payloads.add(payload);
            destinations.add(destination);
        }
        return outcome;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        batches.add(batch.size() - batch.first());
        for (int i = batch.first(); i < batch.size(); i++)
        {
            final Packet packet = batch.packet(i);
            final SendOutcome outcome =
                send(packet.buffer(), packet.payloadOffset(), packet.length(), batch.destination(i));
            if (SendOutcome.BACK_PRESSURED == outcome)
            {
                return;
            }
            batch.outcome(i, outcome);
        }
    }

    @Override
    public int[] localPorts()
    {
        return new int[]{1};
    }

    @Override
    public String description()
    {
        return "recorder";
    }

    @Override
    public void close()
    {
        isClosed = true;
    }
}
