package relay.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;
import relay.transport.wire.Envelope;

class MessagePackerTest
{
    private static final int FRAME = 1_376;

    private final TestPackets packets = new TestPackets();
    private final PacketBatch batch = new PacketBatch();
    private final List<TestPackets.Datagram> received = new ArrayList<>();
    private final List<Integer> records = new ArrayList<>();

    @Test
    void shouldPutDatagramsOfOneFlowBehindOneEnvelope()
    {
        for (int i = 0; i < 5; i++)
        {
            batch.add(packets.datagram(1, 100));
        }
        assertEquals(80 + 500, sendOne(packer(FRAME)));
        assertEquals(List.of(5), records);
        assertAllSent();
    }

    @Test
    void shouldLetTheLastOfATrainBeShorterAndBeginAnotherAfterIt()
    {
        batch.add(packets.datagram(1, 100));
        batch.add(packets.datagram(1, 100));
        batch.add(packets.datagram(1, 7));
        batch.add(packets.datagram(1, 7));
        assertEquals(80 + 207 + 1 + 80 + 7, sendOne(packer(FRAME)));
        assertEquals(List.of(3, 1), records);
        assertAllSent();
    }

    @Test
    void shouldBeginAnotherRecordForALongerDatagramOfTheSameFlow()
    {
        batch.add(packets.datagram(1, 8));
        batch.add(packets.datagram(1, 16));
        assertEquals(80 + 8 + 80 + 16, sendOne(packer(FRAME)));
        assertEquals(List.of(1, 1), records);
        assertAllSent();
    }

    @Test
    void shouldKeepEmptyDatagramsApart()
    {
        batch.add(packets.datagram(1, 0));
        batch.add(packets.datagram(1, 0));
        batch.add(packets.datagram(1, 5));
        batch.add(packets.datagram(1, 0));
        assertEquals(80 + 80 + 80 + 5 + 3 + 80, sendOne(packer(FRAME)));
        assertEquals(List.of(1, 1, 1, 1), records);
        assertAllSent();
    }

    @Test
    void shouldGiveEachFlowItsOwnRecord()
    {
        batch.add(packets.datagram(1, 100));
        batch.add(packets.datagram(2, 100));
        batch.add(packets.datagram(1, 100));
        sendOne(packer(FRAME));
        assertEquals(List.of(1, 1, 1), records);
        assertAllSent();
    }

    @Test
    void shouldBeginAnotherRecordAfterAGap()
    {
        batch.add(packets.datagram(1, 100));
        packets.datagram(1, 100); // dropped before it came here
        batch.add(packets.datagram(1, 100));
        sendOne(packer(FRAME));
        assertEquals(List.of(1, 1), records);
    }

    @Test
    void shouldBeginAnotherRecordForAnotherArrivalOrHopCount()
    {
        batch.add(packets.datagram(1, 100));
        packets.arrivalEpochNs++;
        batch.add(packets.datagram(1, 100));
        packets.hopCount++;
        batch.add(packets.datagram(1, 100));
        sendOne(packer(FRAME));
        assertEquals(List.of(1, 1, 1), records);
        assertAllSent();
    }

    @Test
    void shouldFillAMessageToTheLastByteAndBeginTheNext()
    {
        for (int i = 0; i < 3; i++)
        {
            batch.add(packets.datagram(1, (FRAME - 80) / 2));
        }
        final MessagePacker packer = packer(FRAME);
        assertEquals(FRAME, sendOne(packer));
        assertNull(batch.outcome(2));
        assertEquals(80 + (FRAME - 80) / 2, sendOne(packer));
        assertEquals(0, packer.plan(batch));
        assertAllSent();
    }

    @Test
    void shouldKeepATrainInOneRecord()
    {
        batch.add(packets.train(1, 50_030, 1_000));
        assertEquals(80 + 50_030, sendOne(packer(Envelope.MESSAGE_LENGTH_MAX)));
        assertEquals(List.of(51), records);
        assertAllSent();
    }

    @Test
    void shouldPutDatagramsAndTrainsTogether()
    {
        batch.add(packets.datagram(1, 500));
        batch.add(packets.train(1, 4_000, 500));
        batch.add(packets.train(1, 1_300, 500));
        batch.add(packets.datagram(1, 500)); // after a shorter one
        assertEquals(80 + 5_800 + 80 + 500, sendOne(packer(Envelope.MESSAGE_LENGTH_MAX)));
        assertEquals(List.of(12, 1), records);
        assertAllSent();
    }

    @Test
    void shouldSplitATrainThatIsLongerThanAMessageAndRememberHowFarItCame()
    {
        batch.add(packets.train(1, 3_100, 400));
        final MessagePacker packer = packer(FRAME);
        assertEquals(80 + 1_200, sendOne(packer));
        assertNull(batch.outcome(0));
        assertEquals(3, batch.segmentsSent(0));
        packer.plan(batch); // refused: back-pressure
        assertEquals(3, batch.segmentsSent(0));
        sendOne(packer);
        assertEquals(6, batch.segmentsSent(0));
        assertEquals(80 + 700, sendOne(packer));
        assertEquals(8, batch.segmentsSent(0));
        assertAllSent();
        assertEquals(List.of(3, 3, 2), records);
    }

    @Test
    void shouldGiveALongDatagramAMessageOfItsOwn()
    {
        batch.add(packets.datagram(1, 100));
        batch.add(packets.datagram(1, 9_000));
        batch.add(packets.train(2, 4_500, 2_000));
        batch.add(packets.datagram(3, 65_535));
        batch.add(packets.datagram(3, 100));
        final MessagePacker packer = packer(FRAME);
        assertEquals(180, sendOne(packer));
        assertEquals(9_080, sendOne(packer));
        assertTrue(packer.isOnePiece());
        assertEquals(2_080, sendOne(packer));
        assertEquals(2_080, sendOne(packer));
        assertEquals(580, sendOne(packer));
        assertEquals(65_615, sendOne(packer));
        assertEquals(180, sendOne(packer));
        assertAllSent();
    }

    @Test
    void shouldRefuseWhatIsLongerThanAnyMessageAndGoOn()
    {
        batch.add(packets.datagram(1, 100));
        batch.add(packets.datagram(1, 8_113));
        batch.add(packets.train(1, 20_000, 8_200));
        batch.add(packets.datagram(1, 8_112));
        final MessagePacker packer = new MessagePacker(FRAME, 8_192);
        assertEquals(180, sendOne(packer));
        assertEquals(8_192, sendOne(packer));
        assertEquals(SendOutcome.TOO_LONG, batch.outcome(1));
        assertEquals(SendOutcome.TOO_LONG, batch.outcome(2));
        assertEquals(SendOutcome.SENT, batch.outcome(3));
        assertEquals(0, packer.plan(batch));
    }

    @Test
    void shouldMakeNoTrainLongerThanOneMayBe()
    {
        for (int i = 0; i < 40; i++)
        {
            batch.add(packets.train(1, 4, 1));
        }
        sendOne(packer(Envelope.MESSAGE_LENGTH_MAX));
        assertEquals(List.of(64, 64, 32), records);
        assertAllSent();
    }

    @Test
    void shouldMakeNoPayloadLongerThanItsLengthCanSay()
    {
        batch.add(packets.train(1, 40_000, 1_000));
        batch.add(packets.train(1, 24_000, 1_000));
        batch.add(packets.datagram(1, 1_000));
        batch.add(packets.datagram(2, 40_000));
        batch.add(packets.datagram(2, 40_000));
        final MessagePacker packer = packer(Envelope.MESSAGE_LENGTH_MAX);
        sendOne(packer);
        sendOne(packer);
        assertEquals(List.of(64, 1, 1, 1), records);
        assertAllSent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldLoseChangeAndReorderNothing(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 100; step++)
        {
            final String where = "seed " + seed + " step " + step;
            final int limit = 1 + random.nextInt(0 == random.nextInt(2) ? 3_000 : Envelope.MESSAGE_LENGTH_MAX);
            final MessagePacker packer = packer(limit);
            packets.reset();
            received.clear();
            final int count = 1 + random.nextInt(PacketBatch.CAPACITY);
            for (int i = 0; i < count; i++)
            {
                batch.add(packets.random(random));
            }
            int messages = 0;
            while (packer.plan(batch) > 0)
            {
                if (random.nextInt(3) > 0)
                {
                    final int length = sendOne(packer);
                    assertTrue(length <= limit || packer.isOnePiece(), where);
                    messages++;
                }
            }
            assertTrue(messages > 0, where);
            assertEquals(packets.sent(), received, where);
            settle(where);
        }
    }

    private static MessagePacker packer(final int lengthLimit)
    {
        return new MessagePacker(lengthLimit, 1 << 20);
    }

    /** What a receiver would see is kept, and the bytes around the message are watched. */
    private int sendOne(final MessagePacker packer)
    {
        final int length = packer.plan(batch);
        assertTrue(length <= Envelope.MESSAGE_LENGTH_MAX);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[32 + length + 8]);
        message.setMemory(0, message.capacity(), (byte)0x77);
        packer.write(batch, message, 32);
        for (int i = 0; i < 32; i++)
        {
            assertEquals(0x77, message.getByte(i));
        }
        assertEquals(0x7777_7777_7777_7777L, message.getLong(32 + length));
        if (packer.isOnePiece())
        {
            assertOnePiece(packer, message, length);
        }
        packer.onSent(batch);
        TestPackets.unpack(message, 32, length, received, records);
        return length;
    }

    private void assertOnePiece(final MessagePacker packer, final UnsafeBuffer message, final int length)
    {
        final UnsafeBuffer parts = new UnsafeBuffer(new byte[length]);
        packer.writeEnvelope(batch, parts);
        parts.putBytes(Envelope.LENGTH, packer.firstPacket(batch).buffer(), packer.payloadOffset(batch),
            length - Envelope.LENGTH);
        assertEquals(0, parts.compareTo(new UnsafeBuffer(message, 32, length)));
    }

    private void assertAllSent()
    {
        assertEquals(packets.sent(), received);
        settle("");
    }

    private void settle(final String where)
    {
        while (!batch.isEmpty())
        {
            assertEquals(SendOutcome.SENT, batch.outcome(batch.first()), where);
            batch.settleFirst();
        }
    }
}
