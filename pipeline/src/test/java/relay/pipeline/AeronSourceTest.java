package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.FlowConfig;
import relay.config.Ids;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.HostPort;
import relay.transport.wire.Envelope;

/**
 * Messages are handed to the source as its receiver would: it needs none.
 */
class AeronSourceTest
{
    private static final Identity US = new Identity("site-b", 1);
    private static final int ORIGIN = Ids.of("site-a");
    private static final int FLOW = Ids.of("camera");
    private static final long BOOT_EPOCH_MS = 77;
    private static final int OFFSET = 32;

    private final Lane lane = new Lane("video", new BufferCounts(3, 1, 0, 0), Envelope.LENGTH, 1);
    private final FlowLedger ledger = new FlowLedger("from-a", Counters.inMemory());
    private final Flow flow = new Flow(new FlowConfig("from-a", null, "video", List.of("lan")), 2, lane, ledger, false);
    private final OwnEcho ownEcho = OwnEcho.of(List.of(InetAddress.ofLiteral("10.2.2.1")));
    private final AeronSource source = new AeronSource(null, flow, US, new OriginTracker(), ownEcho);
    private final UnsafeBuffer wire = new UnsafeBuffer(new byte[10_000]);
    private final Envelope envelope = new Envelope();

    @Test
    void shouldPassTheMessageOnWithOneHopMore()
    {
        message(0, 4).hopCount(2).arrival(0, 999);
        wire.putBytes(OFFSET + Envelope.LENGTH, new byte[] {1, 2, 3, -4});
        final byte[] expected = new byte[Envelope.LENGTH + 4];
        wire.getBytes(OFFSET, expected);
        expected[4] = 3;
        receive(4);

        final Packet packet = lane.packet(0);
        assertEquals(2, packet.flowIndex());
        assertEquals(4, packet.length());
        final byte[] copy = new byte[expected.length];
        packet.buffer().getBytes(packet.headerOffset(), copy);
        assertArrayEquals(expected, copy);
        assertEquals(1, ledger.admitted());
        assertEquals(4, ledger.receivedBytes());
        assertEquals(0, ledger.gaps());
    }

    @Test
    void shouldRefuseWhatIsNotAnEnvelope()
    {
        message(0, 4);
        wire.putByte(OFFSET, (byte)0);
        receive(4);
        message(0, 5);
        receive(4);
        source.onMessage(wire, OFFSET, Envelope.LENGTH - 1);
        source.onMessage(wire, OFFSET, 0);
        assertDropped(DropReason.BAD_ENVELOPE, 4);
        assertEquals(8, ledger.receivedBytes(), "what is shorter than an envelope has no payload");
    }

    @Test
    void shouldStopItsOwnCopyThatAnotherRelayHeardAndSentBackWithoutCountingAGap()
    {
        ownEcho.add(4_001);
        final HostPort sender = new HostPort();
        sender.set(new InetSocketAddress(InetAddress.ofLiteral("10.2.2.1"), 4_001));
        message(0, 4).arrival(0, 999).source(sender);
        receive(4);
        assertDropped(DropReason.LOOP, 1);

        message(0, 4).arrival(1, 999).source(new HostPort());
        receive(4);
        assertEquals(1, ledger.admitted());
        assertEquals(0, ledger.gaps());
    }

    @Test
    void shouldCountOnceWhatNeverBecameAMessage()
    {
        source.onMalformed(0);
        source.onMalformed(2);
        source.onMalformed(2);
        source.onMalformed(3);
        assertDropped(DropReason.BAD_ENVELOPE, 3);
        assertEquals(0, ledger.receivedBytes());
    }

    @Test
    void shouldRefuseAnotherVersionOrFlags()
    {
        message(0, 4);
        wire.putByte(OFFSET + 2, (byte)2);
        receive(4);
        message(0, 4);
        wire.putByte(OFFSET + 3, (byte)1);
        receive(4);
        assertDropped(DropReason.BAD_VERSION, 2);
    }

    @Test
    void shouldRefuseWhatItSentItself()
    {
        message(0, 4).origin(US.id(), BOOT_EPOCH_MS, FLOW, 0);
        receive(4);
        assertDropped(DropReason.LOOP, 1);
    }

    @Test
    void shouldRefuseWhatHasPassedTooManyRelays()
    {
        message(0, 4).hopCount(AeronSource.HOP_COUNT_MAX - 1);
        receive(4);
        assertEquals(1, ledger.admitted());
        message(1, 4).hopCount(AeronSource.HOP_COUNT_MAX);
        receive(4);
        message(2, 4).hopCount(255);
        receive(4);
        assertEquals(2, ledger.dropped(DropReason.HOP_LIMIT));
    }

    @Test
    void shouldRefuseReplaysAndCountGaps()
    {
        send(10);
        send(10);
        send(9);
        send(14);
        assertEquals(2, ledger.dropped(DropReason.REPLAY));
        assertEquals(2, ledger.admitted());
        assertEquals(3, ledger.gaps());
    }

    @Test
    void shouldRefuseMoreFlowsThanItKeepsTrackOf()
    {
        for (int flowId = 0; flowId <= OriginTracker.FLOWS_MAX; flowId++)
        {
            message(0, 9_000).origin(ORIGIN, BOOT_EPOCH_MS, flowId, 0);
            receive(9_000);
        }
        assertEquals(OriginTracker.FLOWS_MAX, ledger.dropped(DropReason.OVERSIZE));
        assertEquals(1, ledger.dropped(DropReason.TOO_MANY_FLOWS));
    }

    @Test
    void shouldCountWhatHasNoRoom()
    {
        for (int sequence = 0; sequence < 5; sequence++)
        {
            send(sequence);
        }
        message(5, 4_097);
        receive(4_097);
        assertEquals(3, ledger.admitted());
        assertEquals(2, ledger.dropped(DropReason.POOL_EXHAUSTED));
        assertEquals(1, ledger.dropped(DropReason.OVERSIZE));
        assertEquals(0, ledger.gaps(), "they arrived: they are drops of this relay, not gaps before it");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldAccountForAnyBytes(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] bytes = new byte[400];
        for (int i = 0; i < 100_000; i++)
        {
            random.nextBytes(bytes);
            wire.putBytes(OFFSET, bytes);
            final int payloadLength = random.nextInt(300);
            if (random.nextInt(4) > 0)
            {
                envelope.wrap(wire, OFFSET).begin(payloadLength).hopCount(random.nextInt(20));
            }
            source.onMessage(wire, OFFSET, Envelope.LENGTH + payloadLength - (0 == random.nextInt(9) ? 81 : 0));
            long dropped = 0;
            for (final DropReason reason : DropReason.values())
            {
                dropped += ledger.dropped(reason);
            }
            assertEquals(i + 1, ledger.received(), "seed " + seed);
            assertEquals(ledger.received(), ledger.admitted() + dropped, "seed " + seed + " step " + i);
        }
        assertTrue(ledger.admitted() > 0, "seed " + seed);
    }

    private void send(final long sequence)
    {
        message(sequence, 4);
        receive(4);
    }

    private Envelope message(final long sequence, final int payloadLength)
    {
        return envelope.wrap(wire, OFFSET)
            .begin(payloadLength)
            .origin(ORIGIN, BOOT_EPOCH_MS, FLOW, Ids.of("video"))
            .arrival(sequence, 0);
    }

    private void receive(final int payloadLength)
    {
        source.onMessage(wire, OFFSET, Envelope.LENGTH + payloadLength);
    }

    private void assertDropped(final DropReason reason, final long count)
    {
        assertEquals(count, ledger.dropped(reason));
        assertEquals(count, ledger.received());
        assertEquals(0, ledger.admitted());
        assertTrue(lane.isDrained());
    }
}
