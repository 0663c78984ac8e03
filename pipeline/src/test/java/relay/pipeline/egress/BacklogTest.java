package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.IntCountsHistogram;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.DestinationConfig;
import relay.config.WhenSlow;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Shaper;
import relay.pipeline.qos.Verdict;
import relay.pool.BufferCounts;
import relay.pool.Packet;
import relay.pool.Reserve;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * A destination that skips its newest, and may hold 4 of 8 small and 2 of 4 standard buffers. Flow 0 goes to it, flow 1
 * does not.
 */
class BacklogTest
{
    private static final int OURS = 0;
    private static final int THEIRS = 1;
    private static final long DEADLINE_NS = 1_000;
    private static final int ALL = 1_000;
    private static final DestinationConfig KEEPS_OLDEST =
        DestinationConfig.of("d", null).maxLag(0.5).whenSlow(WhenSlow.SKIP_NEWEST);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final TestLane lane = new TestLane(
        TestLane.trafficClass("class", 0, 1, DEADLINE_NS, new BufferCounts(8, 4, 0, 0)), 1);
    private final ScriptedSender sender = new ScriptedSender();
    private final DestinationLedger ledger = new DestinationLedger("d", Counters.inMemory());
    private final EgressLane egress = egress(sender);

    @Test
    void shouldCopyNothingWhileItKeepsUp()
    {
        for (int i = 0; i < 100; i++)
        {
            lane.put(OURS, i, 0);
            poll(0);
            egress.skipPastShare(0);
            assertFalse(egress.isKeeping());
        }
        assertEquals(100, ledger.sent());
    }

    @Test
    void shouldKeepTheOldestAndSkipTheNewest()
    {
        sender.always(SendOutcome.BACK_PRESSURED);
        for (int i = 0; i < 20; i++)
        {
            lane.put(OURS, i, 0); // throws if there is no buffer
            poll(0);
            egress.skipPastShare(0);
        }
        assertEquals(12, ledger.dropped(DropReason.LAGGING));
        assertEquals(8, egress.inFlight());
        sender.always(SendOutcome.SENT);
        poll(0);
        poll(0);
        assertEquals(List.of(0, 1, 2, 3, 16, 17, 18, 19), sender.sentLengths());
        assertFalse(egress.hasBacklog());
    }

    @Test
    void shouldKeepAsManyAsItsShareOfBuffersAndReserve()
    {
        final TestLane borrowing =
            new TestLane(lane.trafficClass(), 1, new Reserve(new BufferCounts(6, 0, 0, 0), 80));
        final ScriptedSender refusing = new ScriptedSender();
        final EgressLane keeping = new EgressLane(borrowing.trafficClass(), borrowing.lane().reader(0), refusing,
            ledger, clock, new boolean[] {true, false}, KEEPS_OLDEST);
        refusing.always(SendOutcome.BACK_PRESSURED);
        for (int i = 0; i < 20; i++)
        {
            borrowing.put(OURS, i, 0); // throws if there is no buffer
            keeping.poll(0, ALL, ALL);
            keeping.skipPastShare(0);
        }
        assertEquals(6, ledger.dropped(DropReason.LAGGING));
        refusing.always(SendOutcome.SENT);
        keeping.poll(0, ALL, ALL);
        keeping.poll(0, ALL, ALL);
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 13, 14, 15, 16, 17, 18, 19), refusing.sentLengths());
    }

    @Test
    void shouldKeepWhatWasNotTakenYet()
    {
        egress.pace().shapedBy(new Shaper(8_000, 5, 0), 0); // a byte a millisecond
        for (int length = 1; length < 8; length++)
        {
            lane.put(OURS, length, 0);
        }
        assertEquals(2, poll(0), "of 1 and 2 bytes");
        assertEquals(1, egress.skipPastShare(0));
        assertTrue(egress.isKeeping());
        assertEquals(0, poll(0));
        assertEquals(Block.SHAPED, egress.block());
        assertEquals(5, egress.inFlight());
        egress.pace().shapedBy(null, 0);
        assertEquals(5, poll(0));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), sender.sentLengths(), "what was kept goes first");
    }

    @Test
    void shouldKeepTimesVerdictsAndTrains()
    {
        lane.put(THEIRS, 10, 0);
        lane.put(OURS, 10, 0, Verdict.POLICED);
        lane.put(OURS, 10, 0);
        lane.putTrain(OURS, 100, 250, 400);
        for (int i = 0; i < 4; i++)
        {
            lane.put(OURS, 20 + i, 500);
        }
        assertEquals(4, egress.skipPastShare(DEADLINE_NS + 100), "the first is as late as that");
        assertEquals(1, ledger.dropped(DropReason.POLICED));
        assertEquals(1, ledger.dropped(DropReason.EXPIRED));
        assertEquals(3 + 4, egress.inFlight());
        clock.update(1_300);
        assertEquals(5, poll(1_300));
        assertEquals(3 + 4, ledger.sent());
        assertEquals(900, take(egress).getMaxValue(), 1);
    }

    @Test
    void shouldExpireWhatWasKept()
    {
        sender.always(SendOutcome.BACK_PRESSURED);
        for (int i = 0; i < 6; i++)
        {
            lane.put(OURS, i, i);
        }
        egress.skipPastShare(0);
        assertEquals(1, poll(DEADLINE_NS + 1));
        assertEquals(1, ledger.dropped(DropReason.EXPIRED));
        sender.always(SendOutcome.SENT);
        poll(DEADLINE_NS + 1);
        poll(DEADLINE_NS + 1);
        assertEquals(List.of(1, 2, 3, 4, 5), sender.sentLengths());
    }

    @Test
    void shouldGoOnWithATrainThatWentInPart()
    {
        lane.putTrain(OURS, 100, 250, 0);
        for (int i = 0; i < 4; i++)
        {
            lane.put(OURS, 20 + i, 0);
        }
        sender.thenPart(1).always(SendOutcome.BACK_PRESSURED);
        poll(0);
        assertEquals(1, egress.skipPastShare(0));
        assertEquals(7, egress.inFlight());
        poll(DEADLINE_NS + 1);
        assertEquals(1, ledger.sent());
        assertEquals(100, ledger.sentBytes());
        assertEquals(6, ledger.dropped(DropReason.EXPIRED));
    }

    @Test
    void shouldAccountForWhatWentBeforeOneThatIsKept()
    {
        for (int i = 0; i < 7; i++)
        {
            lane.put(OURS, i, 0);
        }
        sender.thenSkip(0);
        assertEquals(0, poll(0));
        assertEquals(3, egress.skipPastShare(0));
        assertEquals(2, ledger.sent(), "though the first still waits");
        assertEquals(1 + 4, egress.inFlight());
        assertEquals(5, poll(0));
        assertEquals(7, ledger.sent());
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 0), sender.sentLengths());
    }

    @Test
    void shouldCountWhatIsKeptAtTheEnd()
    {
        for (int i = 0; i < 6; i++)
        {
            lane.put(OURS, i, 0);
        }
        egress.skipPastShare(0);
        assertEquals(6, egress.abandon(DropReason.SHUTDOWN));
        assertEquals(6, ledger.dropped(DropReason.SHUTDOWN));
        assertEquals(0, egress.inFlight());
    }

    /**
     * Whatever the receiver takes: each packet leaves unchanged, in order, or is counted; and none is given up before
     * the destination has its share of a size class twice, once in the lane and once in the backlog.
     *
     * @param seed of the steps.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldSendUnchangedAndInOrder(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final NumberedSender numbered = new NumberedSender(random);
        final EgressLane moody = egress(numbered);
        int put = 0;
        for (int step = 0; step < 50_000; step++)
        {
            if (random.nextBoolean())
            {
                put(put++, random.nextInt(1, 3) * 1_000);
            }
            numbered.room = random.nextInt(4) > 0 ? random.nextInt(3) : 0;
            moody.poll(0, Long.MAX_VALUE, 1 + random.nextInt(8));
            final long before = ledger.dropped();
            final long inFlight = moody.inFlight();
            moody.skipPastShare(0);
            assertTrue(ledger.dropped() == before || inFlight > 4, "seed " + seed + " step " + step);
            assertEquals(put, ledger.sent() + ledger.dropped() + moody.inFlight(), "seed " + seed + " step " + step);
        }
        assertTrue(ledger.dropped(DropReason.LAGGING) > 0 && numbered.numbers.size() > 10_000, "seed " + seed);
        for (int i = 1; i < numbered.numbers.size(); i++)
        {
            assertTrue(numbered.numbers.get(i - 1) < numbered.numbers.get(i), "seed " + seed + " packet " + i);
        }
    }

    private void put(final int number, final int length)
    {
        final long sequence = lane.putUnjudged(OURS, length, 0);
        final Packet packet = lane.lane().published(sequence);
        packet.buffer().putInt(packet.headerOffset(), number);
        packet.buffer().putInt(packet.payloadOffset() + length - Integer.BYTES, ~number);
        lane.judge(sequence, Verdict.FORWARD);
    }

    private EgressLane egress(final PacketSender to)
    {
        return new EgressLane(
            lane.trafficClass(), lane.lane().reader(0), to, ledger, clock, new boolean[] {true, false}, KEEPS_OLDEST);
    }

    private int poll(final long nowNs)
    {
        return egress.poll(nowNs, Long.MAX_VALUE, ALL);
    }

    private static IntCountsHistogram take(final EgressLane egress)
    {
        assertTrue(egress.residence().requestSwap());
        egress.onDutyCycleEnd();
        return egress.residence().takeInterval();
    }

    /** Takes so many packets, notes their numbers, and checks that head and tail belong together. */
    private static final class NumberedSender implements PacketSender
    {
        private final List<Integer> numbers = new ArrayList<>();
        private final SplittableRandom random;
        private int room;

        NumberedSender(final SplittableRandom random)
        {
            this.random = random;
        }

        @Override
        public void send(final PacketBatch batch)
        {
            for (int i = batch.first(); i < batch.size() && room > 0; i++)
            {
                if (batch.isWaiting(i))
                {
                    final Packet packet = batch.packet(i);
                    final int number = packet.buffer().getInt(packet.headerOffset());
                    final int tail = packet.payloadOffset() + packet.length() - Integer.BYTES;
                    assertEquals(~number, packet.buffer().getInt(tail));
                    numbers.add(number);
                    batch.outcome(i, 0 == random.nextInt(20) ? SendOutcome.UNREACHABLE : SendOutcome.SENT);
                    room--;
                }
            }
        }

        @Override
        public String description()
        {
            return "numbered";
        }

        @Override
        public void close()
        {
        }
    }
}
