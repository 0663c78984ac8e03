package relay.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.endpoint.HostPort;
import relay.transport.wire.Envelope;

/**
 * Makes packets as an origin would, one sequence for each flow, and tells which datagrams they are.
 */
final class TestPackets
{
    private static final BufferCounts COUNTS = new BufferCounts(300, 100, 100, 100);

    private final Envelope envelope = new Envelope();
    private final HostPort address = new HostPort();
    private final Map<Integer, Long> nextSequence = new HashMap<>();
    private final List<Datagram> sent = new ArrayList<>();
    private Lane lane;
    private byte fill;
    long arrivalEpochNs = 1_800_000_000_000_000_000L;
    int hopCount = 2;

    /** What must arrive as it was sent; the digest is of all bytes. */
    record Datagram(int flow, long sequence, long arrivalEpochNs, int hopCount, int port, int length, int digest)
    {
    }

    TestPackets()
    {
        reset();
    }

    /** Takes all buffers back; what was sent is forgotten, sequences are not. */
    void reset()
    {
        lane = new Lane("test", COUNTS, Envelope.LENGTH, 1);
        sent.clear();
    }

    List<Datagram> sent()
    {
        return sent;
    }

    Packet datagram(final int flow, final int length)
    {
        return train(flow, length, Math.max(1, length));
    }

    Packet train(final int flow, final int length, final int segmentLength)
    {
        final long slot = lane.claim(length, 0);
        final Packet packet = lane.packet(slot);
        if (length > segmentLength)
        {
            packet.segmentLength(segmentLength);
        }
        for (int i = 0; i < length; i++)
        {
            packet.buffer().putByte(packet.payloadOffset() + i, fill += 31);
        }
        final long sequence = nextSequence.merge(flow, (long)packet.segmentCount(), Long::sum) - packet.segmentCount();
        address.set(new InetSocketAddress(InetAddress.ofLiteral("239.1.1.1"), 5_000 + flow));
        envelope.wrap(packet.buffer(), packet.headerOffset())
            .begin(length)
            .hopCount(hopCount)
            .origin(7, 77, flow, 9)
            .arrival(sequence, arrivalEpochNs)
            .source(address)
            .destination(address);
        describe(packet.buffer(), packet.headerOffset(), length, packet.segmentLength(), sent);
        return packet;
    }

    /** Often of the flow and length of others, sometimes after a gap. */
    Packet random(final SplittableRandom random)
    {
        final int flow = random.nextInt(0 == random.nextInt(4) ? 3 : 1);
        if (0 == random.nextInt(20))
        {
            nextSequence.merge(flow, 3L, Long::sum);
            arrivalEpochNs += 5;
        }
        return switch (random.nextInt(8))
        {
            case 0 -> datagram(flow, random.nextInt(1_500));
            case 1 -> datagram(flow, 0 == random.nextInt(10) ? random.nextInt(65_536) : 0);
            case 2 -> train(flow, 1 + random.nextInt(10_000), 200);
            case 3 -> train(flow, 1 + random.nextInt(150), 1); // more than a record may have, at times
            default -> datagram(flow, 200);
        };
    }

    /**
     * Reads a message as documented, with nothing of the reader that is shipped but the envelope's fields.
     */
    static void unpack(
        final DirectBuffer message,
        final int offset,
        final int length,
        final List<Datagram> datagrams,
        final List<Integer> records)
    {
        final Envelope envelope = new Envelope();
        int position = 0;
        while (position < length)
        {
            assertEquals(0, position % 8);
            assertEquals(Envelope.VALID, Envelope.check(message, offset + position, length - position));
            envelope.wrap(message, offset + position);
            records.add(envelope.segmentCount());
            describe(
                message, offset + position, envelope.payloadLength(), Math.max(1, envelope.segmentLength()), datagrams);
            position += Envelope.LENGTH + envelope.payloadLength();
            for (; position < length && position % 8 != 0; position++)
            {
                assertEquals(0, message.getByte(offset + position));
            }
        }
        assertEquals(length, position);
    }

    static void describe(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final int segmentLength,
        final List<Datagram> datagrams)
    {
        final Envelope envelope = new Envelope().wrap(buffer, offset);
        int begin = 0;
        long sequence = envelope.sequence();
        do
        {
            final int end = Math.min(length, begin + segmentLength);
            int digest = 1;
            for (int i = begin; i < end; i++)
            {
                digest = 31 * digest + buffer.getByte(offset + Envelope.LENGTH + i);
            }
            datagrams.add(new Datagram(envelope.flow(), sequence++, envelope.arrivalEpochNs(), envelope.hopCount(),
                envelope.destinationPort(), end - begin, digest));
            begin = end;
        }
        while (begin < length);
    }
}
