package relay.transport.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.endpoint.HostPort;

class OriginalPacketSenderTest
{
    private static final int LENGTH = 5;

    private final Lane lane = new Lane("lane", new BufferCounts(1, 0, 0, 0), Envelope.LENGTH, 1);
    private final Packet packet = lane.packet(lane.claim(LENGTH, 0));
    private final Envelope envelope = new Envelope().wrap(packet.buffer(), packet.headerOffset()).begin(LENGTH);
    private final RecordingSender datagrams = new RecordingSender();
    private final OriginalPacketSender sender = new OriginalPacketSender(datagrams);

    /** Says that it sent, and remembers where to. */
    private final class RecordingSender implements DatagramSender
    {
        private final List<InetSocketAddress> destinations = new ArrayList<>();
        private boolean isClosed;

        @Override
        public SendOutcome send(
            final DirectBuffer buffer, final int offset, final int length, final InetSocketAddress destination)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void send(final PacketBatch batch)
        {
            for (int i = batch.first(); i < batch.size(); i++)
            {
                if (batch.isWaiting(i))
                {
                    assertEquals(packet.payloadOffset(), batch.packet(i).payloadOffset());
                    destinations.add(batch.destination(i));
                    batch.outcome(i, SendOutcome.SENT);
                }
            }
        }

        @Override
        public int[] localPorts()
        {
            return new int[0];
        }

        @Override
        public String description()
        {
            return "recording";
        }

        @Override
        public void close()
        {
            isClosed = true;
        }
    }

    @Test
    void shouldSendWhereTheDatagramWasFirstSentTo() throws UnknownHostException
    {
        assertEquals(SendOutcome.SENT, sendTo("239.1.1.1", 5_000));
        assertEquals(SendOutcome.SENT, sendTo("239.1.1.1", 5_001));
        assertEquals(SendOutcome.SENT, sendTo("ff05::1234", 65_535));
        assertEquals(List.of(address("239.1.1.1", 5_000), address("239.1.1.1", 5_001), address("ff05::1234", 65_535)),
            datagrams.destinations);
    }

    @Test
    void shouldKeepAddressesThatItHasSeen() throws UnknownHostException
    {
        sendTo("239.1.1.1", 5_000);
        sendTo("239.1.1.2", 5_000);
        sendTo("239.1.1.1", 5_000);
        assertSame(datagrams.destinations.get(0), datagrams.destinations.get(2));
    }

    @Test
    void shouldRefuseAPortThatNobodyCanHave() throws UnknownHostException
    {
        assertEquals(SendOutcome.FAILED, sendTo("239.1.1.1", 0));
        assertTrue(datagrams.destinations.isEmpty());
    }

    @Test
    void shouldRefuseNewAddressesPastTheLimitAndKeepTheOthers() throws UnknownHostException
    {
        for (int port = 1; port <= OriginalPacketSender.ADDRESSES_MAX; port++)
        {
            assertEquals(SendOutcome.SENT, sendTo("239.1.1.1", port));
        }
        assertEquals(SendOutcome.FAILED, sendTo("239.1.1.2", 1));
        assertEquals(SendOutcome.SENT, sendTo("239.1.1.1", 1));
    }

    @Test
    void shouldCloseWhatItSendsWith()
    {
        assertEquals("recording", sender.description());
        sender.close();
        assertTrue(datagrams.isClosed);
    }

    private SendOutcome sendTo(final String host, final int port) throws UnknownHostException
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(address(host, port));
        envelope.destination(hostPort);
        final PacketBatch batch = new PacketBatch();
        batch.add(packet);
        sender.send(batch);
        return batch.outcome(0);
    }

    private static InetSocketAddress address(final String host, final int port) throws UnknownHostException
    {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
