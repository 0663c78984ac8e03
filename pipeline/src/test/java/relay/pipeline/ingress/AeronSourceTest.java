package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.config.FlowConfig;
import relay.pipeline.flight.FlightLane;
import relay.pipeline.flight.FlightWriter;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.endpoint.HostPort;
import relay.transport.endpoint.Ids;
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
    private final Flow flow = new Flow(FlowConfig.of("from-a", null, "video", List.of("lan")), 2, lane, ledger, false);
    private final LoopGuard loopGuard = LoopGuard.of(List.of(InetAddress.ofLiteral("10.2.2.1")));
    private final AeronSource source = new AeronSource(null, flow, US, new OriginTracker(), loopGuard);
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
        loopGuard.add(4_001);
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
        wire.putByte(OFFSET + 2, (byte)3);
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
    void shouldTriggerTheFlightRecorderAtGapsAndWhereThereIsNoRoom()
    {
        final FlightConfig config = new FlightConfig(Path.of("."), 1, 0,
            List.of(FlightTrigger.GAP, FlightTrigger.EXHAUSTED), 0, 0, 1, List.of("video"));
        final FlightLane flight = new FlightLane("video", lane, config,
            new FlightWriter("site-b", config, List.of(), 1, line -> { }), Counters.inMemory());
        flow.lane().flight(flight);
        send(10);
        send(11);
        assertEquals(0, flight.ledger().triggers());
        send(14);
        assertEquals(1, flight.ledger().triggers(), "two are missing");
        send(15);
        assertEquals(2, flight.ledger().triggers(), "there are three buffers");
        message(16, 4_097);
        receive(4_097);
        assertEquals(2, flight.ledger().triggers(), "that it is too long is no exhaustion");
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

    @Test
    void shouldUnpackEachRecordOfAMessage()
    {
        final int second = Envelope.LENGTH + 8;
        message(0, 3);
        record(second, 1, 5, 5);
        wire.putByte(OFFSET + second + Envelope.LENGTH, (byte)42);
        assertEquals(2, source.onMessage(wire, OFFSET, second + Envelope.LENGTH + 5));
        assertEquals(2, ledger.received());
        assertEquals(8, ledger.receivedBytes());
        assertEquals(2, ledger.admitted());
        assertPacket(0, 0, 3, 1);
        assertPacket(1, 1, 5, 1);
        assertEquals(42, lane.packet(1).buffer().getByte(lane.packet(1).payloadOffset()));
    }

    @Test
    void shouldKeepATrainInOneSlotThatFits()
    {
        train(10, 1_500, 400);
        assertEquals(4, ledger.received());
        assertEquals(1_500, ledger.receivedBytes());
        assertEquals(4, ledger.admitted());
        assertPacket(0, 10, 1_500, 4);
        assertEquals(400, lane.packet(0).segmentLength());
        assertEquals(2, lane.packet(0).flowIndex());
        send(14);
        assertEquals(0, ledger.gaps());
    }

    @Test
    void shouldMakeSlotsOfTheDatagramsOfATrainThatIsTooLongForOne()
    {
        train(10, 4_500, 2_000); // longer than a standard buffer, of which there is one
        assertEquals(3, ledger.received());
        assertEquals(2, ledger.admitted());
        assertEquals(1, ledger.dropped(DropReason.POOL_EXHAUSTED));
        assertPacket(0, 10, 2_000, 1);
        assertPacket(1, 12, 500, 1);
        assertPayload(0, 0, 2_000);
        assertPayload(1, 4_000, 500);
        envelope.wrap(lane.packet(1).buffer(), lane.packet(1).headerOffset());
        assertEquals(500, envelope.payloadLength());
        assertEquals(1, envelope.hopCount());
        assertEquals(BOOT_EPOCH_MS, envelope.bootEpochMs());
    }

    @Test
    void shouldMakeSlotsOfTheDatagramsOfATrainWhenNoLongBufferIsLeft()
    {
        train(0, 3_000, 1_000);
        train(3, 3_000, 1_000);
        assertEquals(6, ledger.admitted());
        assertPacket(0, 0, 3_000, 3);
        for (int i = 1; i < 4; i++)
        {
            assertPacket(i, 2 + i, 1_000, 1);
            assertPayload(i, 1_000 * (i - 1), 1_000);
        }
    }

    @Test
    void shouldTakeOnlyWhatIsNewOfATrain()
    {
        train(0, 900, 300);
        train(1, 1_000, 300);
        assertEquals(7, ledger.received());
        assertEquals(2, ledger.dropped(DropReason.REPLAY));
        assertEquals(5, ledger.admitted());
        assertPacket(1, 3, 400, 2);
        assertPayload(1, 600, 400);
        train(3, 400, 300);
        assertEquals(4, ledger.dropped(DropReason.REPLAY));
        assertEquals(0, ledger.gaps());
    }

    @Test
    void shouldCountGapsBetweenTrains()
    {
        train(0, 900, 300);
        train(5, 900, 300);
        assertEquals(2, ledger.gaps());
    }

    @Test
    void shouldRefuseATrainWhole()
    {
        message(0, 900).payload(900, 300).origin(US.id(), BOOT_EPOCH_MS, FLOW, 0);
        receive(900);
        assertDropped(DropReason.LOOP, 3);
    }

    @Test
    void shouldRefuseABadRecordAndWhatFollowsIt()
    {
        final int second = Envelope.LENGTH + 8;
        final int third = 2 * second;
        message(0, 8);
        record(second, 1, 8, 8);
        record(third, 2, 8, 8);
        wire.putByte(OFFSET + second, (byte)0);
        assertEquals(2, source.onMessage(wire, OFFSET, 3 * second));
        assertEquals(1, ledger.admitted());
        assertEquals(1, ledger.dropped(DropReason.BAD_ENVELOPE));
        assertEquals(2, ledger.received());
    }

    @Test
    void shouldCountBytesAfterTheLastRecordOnce()
    {
        for (int left = 1; left < Envelope.LENGTH; left++)
        {
            message(left, 3);
            source.onMessage(wire, OFFSET, Envelope.LENGTH + 3 + left);
            assertEquals(left, ledger.dropped(DropReason.BAD_ENVELOPE));
            assertEquals(2 * left, ledger.received());
            lane.publish();
            lane.stage().pass();
            lane.reader(0).release(lane.reader(0).available());
            lane.reclaim(0);
        }
        assertEquals(Envelope.LENGTH - 1, ledger.admitted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldAccountForAnyBytes(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] bytes = new byte[400];
        long expected = 0;
        for (int i = 0; i < 100_000; i++)
        {
            random.nextBytes(bytes);
            wire.putBytes(OFFSET, bytes);
            final int payloadLength = random.nextInt(300);
            if (random.nextInt(4) > 0)
            {
                envelope.wrap(wire, OFFSET).begin(payloadLength).hopCount(random.nextInt(20));
                envelope.payload(random.nextInt(payloadLength + 1), random.nextInt(300));
                final int second = BitUtil.align(Envelope.LENGTH + envelope.payloadLength(), Envelope.ALIGNMENT);
                record(second, random.nextInt(1_000), random.nextInt(200), random.nextInt(300));
            }
            final int length = Envelope.LENGTH + payloadLength - (0 == random.nextInt(9) ? 81 : 0);
            expected += source.onMessage(wire, OFFSET, length);
            long dropped = 0;
            for (final DropReason reason : DropReason.values())
            {
                dropped += ledger.dropped(reason);
            }
            assertEquals(expected, ledger.received(), "seed " + seed);
            assertEquals(ledger.received(), ledger.admitted() + dropped, "seed " + seed + " step " + i);
        }
        assertTrue(ledger.admitted() > 0, "seed " + seed);
    }

    private void train(final long sequence, final int length, final int segmentLength)
    {
        message(sequence, length).payload(length, segmentLength);
        for (int i = 0; i < length; i++)
        {
            wire.putByte(OFFSET + Envelope.LENGTH + i, (byte)(i * 31 >> 3));
        }
        receive(length);
    }

    private void record(final int position, final long sequence, final int length, final int segmentLength)
    {
        envelope.wrap(wire, OFFSET + position)
            .begin(length)
            .payload(length, segmentLength)
            .origin(ORIGIN, BOOT_EPOCH_MS, FLOW, Ids.of("video"))
            .arrival(sequence, 0);
    }

    private void assertPacket(final int slot, final long sequence, final int length, final int segmentCount)
    {
        final Packet packet = lane.packet(slot);
        assertEquals(length, packet.length());
        assertEquals(segmentCount, packet.segmentCount());
        envelope.wrap(packet.buffer(), packet.headerOffset());
        assertEquals(sequence, envelope.sequence());
        assertEquals(length, envelope.payloadLength());
        assertEquals(segmentCount, envelope.segmentCount());
    }

    private void assertPayload(final int slot, final int offset, final int length)
    {
        final Packet packet = lane.packet(slot);
        assertEquals(0, new UnsafeBuffer(packet.buffer(), packet.payloadOffset(), length)
            .compareTo(new UnsafeBuffer(wire, OFFSET + Envelope.LENGTH + offset, length)));
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
