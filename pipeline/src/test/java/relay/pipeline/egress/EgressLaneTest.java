package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.HdrHistogram.IntCountsHistogram;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.config.DestinationConfig;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.Shaper;
import relay.pipeline.qos.Verdict;
import relay.pool.BufferCounts;
import relay.pool.LatencyRecorder;
import relay.pool.Reserve;
import relay.transport.SendOutcome;

/**
 * Flow 0 goes to the destination under test, flow 1 to the other one only.
 */
class EgressLaneTest
{
    private static final int OURS = 0;
    private static final int THEIRS = 1;
    private static final long DEADLINE_NS = 1_000;
    private static final int ALL = 1_000;
    private static final DestinationConfig HALF = DestinationConfig.of("d", null).maxLag(0.5);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final TestLane lane = new TestLane(
        TestLane.trafficClass("class", 0, 1, DEADLINE_NS, new BufferCounts(8, 5, 0, 0)), 2, null, isFenceable());
    private final ScriptedSender sender = new ScriptedSender();
    private final DestinationLedger ledger = new DestinationLedger("d", Counters.inMemory());
    private final EgressLane egress = new EgressLane(
        lane.trafficClass(), lane.lane().reader(0), sender, ledger, clock, new boolean[] {true, false}, HALF);

    /**
     * @return whether the lane's readers may be fenced, so that the batch has copies of packets.
     */
    boolean isFenceable()
    {
        return true;
    }

    @Test
    void shouldSendInOrderAndGiveTheSlotsBack()
    {
        lane.put(OURS, 10, 0);
        lane.put(OURS, 0, 0);
        lane.put(OURS, 1_501, 0);
        assertTrue(egress.hasBacklog());
        assertEquals(3, poll(0));
        assertEquals(List.of(10, 0, 1_501), sender.sentLengths());
        assertEquals(3, ledger.sent());
        assertEquals(1_511, ledger.sentBytes());
        assertEquals(1_511, egress.sentBytes());
        assertEquals(2, egress.reader().position());
        assertFalse(egress.hasBacklog());
        assertEquals(Block.NONE, egress.block());
    }

    @Test
    void shouldLeaveARefusedPacketInItsSlotAndTryAgain()
    {
        lane.put(OURS, 10, 0);
        lane.put(OURS, 20, 0);
        lane.put(OURS, 30, 0);
        sender.then(SendOutcome.SENT, SendOutcome.BACK_PRESSURED, SendOutcome.BACK_PRESSURED);
        assertEquals(1, poll(0));
        assertEquals(Block.BACK_PRESSURED, egress.block());
        assertEquals(0, poll(0));
        assertEquals(2, ledger.backPressured());
        assertEquals(0, egress.reader().position());
        assertEquals(2, egress.inFlight());

        assertEquals(2, poll(0));
        assertEquals(List.of(10, 20, 30), sender.sentLengths());
        assertEquals(3, (ledger.sent() + ledger.dropped()));
        assertEquals(Block.NONE, egress.block());
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_CONNECTED, NOT_CONNECTED", "UNREACHABLE, UNREACHABLE", "TOO_LONG, TOO_LONG", "FAILED, SEND_FAILED"})
    void shouldCountWhatCannotBeSentUnderItsReasonAndGoOn(final SendOutcome outcome, final DropReason reason)
    {
        lane.put(OURS, 10, 0);
        lane.put(OURS, 20, 0);
        sender.then(outcome);
        assertEquals(2, poll(0));
        assertDropped(reason, 1);
        assertEquals(1, ledger.sent());
        assertEquals(20, egress.sentBytes(), "what was dropped costs no share");
    }

    @Test
    void shouldSkipWhatWasPoliced()
    {
        lane.put(OURS, 10, 0, Verdict.POLICED);
        lane.put(OURS, 20, 0);
        assertEquals(2, poll(DEADLINE_NS + 5_000));
        assertDropped(DropReason.POLICED, 1); // and not expired as well
        assertDropped(DropReason.EXPIRED, 1);
    }

    @Test
    void shouldTellTheSenderWithWhichDscpAPacketGoes()
    {
        lane.put(OURS, 10, 0, Verdict.remark(46));
        lane.put(OURS, 20, 0);
        lane.put(OURS, 30, 0, Verdict.remark(0));
        assertEquals(3, poll(0));
        assertEquals(List.of(46, -1, 0), sender.sentDscps());
        assertEquals(3, ledger.sent());
    }

    @Test
    void shouldDropWhatIsPastItsDeadline()
    {
        lane.put(OURS, 10, 100);
        lane.put(OURS, 20, 101);
        assertEquals(2, poll(100 + DEADLINE_NS + 1));
        assertDropped(DropReason.EXPIRED, 1);
        assertEquals(List.of(20), sender.sentLengths(), "at the deadline is not past it");
    }

    @Test
    void shouldRecordHowLateItWas()
    {
        lane.put(OURS, 10, 100);
        lane.putTrain(OURS, 100, 250, 101);
        lane.put(OURS, 10, 300);
        sender.always(SendOutcome.BACK_PRESSURED);
        poll(100 + DEADLINE_NS + 1);
        assertEquals(1, take(egress.late()).getTotalCount());
        assertEquals(2, poll(101 + DEADLINE_NS + 500));
        final IntCountsHistogram late = take(egress.late());
        assertEquals(4, late.getTotalCount(), "a train is as many as it has datagrams");
        assertEquals(301, late.getMinValue());
        assertEquals(500, late.getMaxValue());
        assertDropped(DropReason.EXPIRED, 5);
    }

    @Test
    void shouldNeverExpireWithoutADeadline()
    {
        final TestLane lasting =
            new TestLane(TestLane.trafficClass("lasting", 0, 1, 0, new BufferCounts(8, 0, 0, 0)), 1);
        final EgressLane forever = new EgressLane(lasting.trafficClass(), lasting.lane().reader(0), sender, ledger,
            clock, new boolean[] {true}, HALF);
        lasting.put(OURS, 10, 0);
        assertEquals(1, forever.poll(Long.MAX_VALUE, Long.MAX_VALUE, ALL));
        assertEquals(1, ledger.sent());
        assertNull(forever.late());
    }

    @Test
    void shouldSkipFlowsOfOtherDestinationsAndCountNothing()
    {
        lane.put(THEIRS, 10, 0);
        lane.put(THEIRS, 20, 0, Verdict.POLICED);
        lane.put(OURS, 30, 0);
        lane.put(THEIRS, 40, 0);
        assertEquals(1, egress.inFlight());
        assertEquals(4, poll(0));
        assertEquals(List.of(30), sender.sentLengths());
        assertEquals(1, (ledger.sent() + ledger.dropped()));
        assertEquals(1, takeResidence().getTotalCount());
    }

    @Test
    void shouldStopAtItsLimitAndItsBudget()
    {
        for (int i = 0; i < 6; i++)
        {
            lane.put(OURS, 600, 0);
        }
        assertEquals(1, egress.poll(0, Long.MAX_VALUE, 1));
        assertEquals(2, egress.poll(0, 1_000, ALL), "the one that reaches the budget still goes");
        assertEquals(Block.NONE, egress.block());
        assertEquals(0, egress.poll(0, 0, ALL));
        assertEquals(0, egress.poll(0, -5, ALL));
        assertEquals(3, poll(0));
    }

    @Test
    void shouldWaitForTheShaperAndTakeItsTokensOnlyForWhatWasSent()
    {
        final Shaper shaper = new Shaper(8_000, 100, 0);
        egress.pace().shapedBy(shaper, 0);
        lane.put(OURS, 100, 0);
        lane.put(OURS, 100, 0);
        lane.put(OURS, 100, 0);
        sender.then(SendOutcome.UNREACHABLE, SendOutcome.BACK_PRESSURED);
        assertEquals(1, egress.poll(0, Long.MAX_VALUE, ALL));
        assertEquals(Block.BACK_PRESSURED, egress.block());
        assertEquals(1, egress.poll(0, Long.MAX_VALUE, ALL));
        assertEquals(Block.SHAPED, egress.block());
        assertEquals(0, ledger.dropped(DropReason.LAGGING));
        assertEquals(1, egress.inFlight());
    }

    @Test
    void shouldRecordTheResidenceOfWhatItIsDoneWith()
    {
        lane.put(OURS, 10, 100);
        lane.put(OURS, 20, 600);
        clock.update(1_100);
        poll(700);
        final IntCountsHistogram residence = takeResidence();
        assertEquals(2, residence.getTotalCount());
        assertEquals(500, residence.getMinValue());
        assertEquals(1_000, residence.getMaxValue(), 1);
    }

    @Test
    void shouldSkipItsOldestOnlyPastItsShareOfASizeClass()
    {
        for (int i = 0; i < 4; i++)
        {
            lane.put(OURS, 10, 0);
        }
        for (int i = 0; i < 3; i++)
        {
            lane.put(OURS, 2_000, 0); // half of 5 is rounded up
        }
        assertEquals(0, egress.skipPastShare(0));
        assertEquals(0, (ledger.sent() + ledger.dropped()));

        lane.put(OURS, 10, 0);
        assertEquals(1, egress.skipPastShare(0));
        assertDropped(DropReason.LAGGING, 1);
        assertEquals(0, egress.reader().position());
        assertEquals(0, egress.skipPastShare(0));

        lane.put(OURS, 2_000, 0);
        assertEquals(4, egress.skipPastShare(0), "three small ones are older than the oldest standard one");
        assertDropped(DropReason.LAGGING, 5);
    }

    @Test
    void shouldCountTheReserveAsPartOfItsShare()
    {
        final Reserve reserve = new Reserve(new BufferCounts(5, 3, 0, 0), 80);
        final TestLane borrowing = new TestLane(
            TestLane.trafficClass("borrowing", 0, 1, 0, new BufferCounts(8, 0, 0, 0)), 1, reserve);
        final EgressLane all = egress(borrowing, HALF.maxLag(1));
        final EgressLane half = egress(borrowing, HALF);
        for (int i = 0; i < 13; i++)
        {
            borrowing.put(OURS, 10, 0);
        }
        assertEquals(5, reserve.inUse(0));
        assertEquals(0, all.skipPastShare(0), "who may hold all may hold what was borrowed too");
        assertEquals(6, half.skipPastShare(0), "half of 13 is rounded up");
    }

    @Test
    void shouldNameWhatItSkips()
    {
        lane.put(THEIRS, 10, 0);
        lane.put(OURS, 10, 0, Verdict.POLICED);
        lane.put(OURS, 10, 0);
        for (int i = 0; i < 4; i++)
        {
            lane.put(OURS, 10, 0);
        }
        assertEquals(3, egress.skipPastShare(0));
        assertDropped(DropReason.POLICED, 1);
        assertDropped(DropReason.LAGGING, 1);
        assertEquals(2, (ledger.sent() + ledger.dropped()));
    }

    @Test
    void shouldNotSkipWhatTheQosStageHasNotSeen()
    {
        for (int i = 0; i < 7; i++)
        {
            lane.putUnjudged(OURS, 10, 0);
        }
        assertEquals(0, egress.skipPastShare(0));
        assertEquals(0, (ledger.sent() + ledger.dropped()));
    }

    @Test
    void shouldNeverDelayTheReaderOfAnotherDestination()
    {
        final ScriptedSender otherSender = new ScriptedSender();
        final DestinationLedger otherLedger = new DestinationLedger("other", Counters.inMemory());
        final EgressLane other = new EgressLane(lane.trafficClass(), lane.lane().reader(1), otherSender, otherLedger,
            clock, new boolean[] {true, true}, HALF);
        sender.always(SendOutcome.BACK_PRESSURED);
        for (int i = 0; i < 1_000; i++)
        {
            lane.put(OURS, i, 0); // throws if there is no buffer
            poll(0);
            egress.skipPastShare(0);
            assertEquals(1, other.poll(0, Long.MAX_VALUE, ALL));
            assertEquals(0, other.skipPastShare(0));
        }
        assertEquals(1_000, otherLedger.sent());
        assertDropped(DropReason.LAGGING, 1_000 - 4);
        assertEquals(4, egress.inFlight());
    }

    @Test
    void shouldCountATrainAsItsDatagrams()
    {
        lane.putTrain(OURS, 1_000, 2_500, 100);
        assertEquals(3, egress.inFlight());
        clock.update(600);
        assertEquals(1, poll(200));
        assertEquals(3, ledger.sent());
        assertEquals(2_500, ledger.sentBytes());
        assertEquals(3, takeResidence().getTotalCount());
    }

    @Test
    void shouldCountTheDatagramsOfATrainThatWentAndThoseThatDidNot()
    {
        lane.putTrain(OURS, 1_000, 2_500, 0);
        sender.thenPart(2);
        assertEquals(0, poll(0));
        assertEquals(3, egress.inFlight(), "all of it, until it is done with");
        assertEquals(0, ledger.sent());
        assertEquals(1, poll(DEADLINE_NS + 1));
        assertEquals(2, ledger.sent());
        assertEquals(2_000, ledger.sentBytes());
        assertDropped(DropReason.EXPIRED, 1);
    }

    @Test
    void shouldKeepSlotsInOrderWhenALaterPacketWentFirst()
    {
        for (int length = 10; length < 14; length++)
        {
            lane.put(OURS, length, 0);
        }
        sender.thenSkip(1);
        assertEquals(1, poll(0));
        assertEquals(List.of(10, 12, 13), sender.sentLengths());
        assertEquals(1, ledger.sent(), "what is behind the one that waits is counted when it is given back");
        assertEquals(3, egress.inFlight());
        assertEquals(3, poll(0));
        assertEquals(List.of(10, 12, 13, 11), sender.sentLengths(), "and nothing went twice");
        assertEquals(4, ledger.sent());
    }

    @Test
    void shouldGiveUpWhatWaitsPastItsDeadlineOrItsShare()
    {
        for (int i = 0; i < 3; i++)
        {
            lane.put(OURS, 10 + i, i);
        }
        sender.always(SendOutcome.BACK_PRESSURED);
        assertEquals(0, poll(0));
        assertEquals(2, poll(DEADLINE_NS + 2));
        assertDropped(DropReason.EXPIRED, 2);
        for (int i = 0; i < 4; i++)
        {
            lane.put(OURS, 20 + i, DEADLINE_NS);
        }
        assertEquals(0, poll(DEADLINE_NS + 2));
        assertEquals(1, egress.skipPastShare(0));
        assertDropped(DropReason.LAGGING, 1);
        sender.always(SendOutcome.SENT);
        assertEquals(4, poll(DEADLINE_NS + 2));
        assertEquals(List.of(20, 21, 22, 23), sender.sentLengths());
    }

    @Test
    void shouldGiveTheShapersTokensBackForWhatNeverWent()
    {
        final Shaper shaper = new Shaper(8_000, 100, 0);
        egress.pace().shapedBy(shaper, 0);
        lane.put(OURS, 100, 0);
        sender.then(SendOutcome.BACK_PRESSURED);
        egress.poll(0, Long.MAX_VALUE, ALL);
        assertFalse(shaper.conforms(1, 0, 0));
        egress.poll(DEADLINE_NS + 1, Long.MAX_VALUE, ALL);
        assertDropped(DropReason.EXPIRED, 1);
        assertTrue(shaper.conforms(100, 0, 0));
    }

    @Test
    void shouldCountWhatIsLeftAtTheEnd()
    {
        lane.put(OURS, 10, 0);
        lane.put(THEIRS, 10, 0);
        lane.put(OURS, 10, 0, Verdict.POLICED);
        lane.put(OURS, 10, 0);
        egress.abandon(DropReason.SHUTDOWN);
        assertDropped(DropReason.SHUTDOWN, 2);
        assertDropped(DropReason.POLICED, 1);
        assertEquals(0, egress.inFlight());
        assertFalse(egress.hasBacklog());
        egress.abandon(DropReason.SHUTDOWN);
        assertEquals(3, (ledger.sent() + ledger.dropped()));
    }

    private EgressLane egress(final TestLane from, final DestinationConfig destination)
    {
        return new EgressLane(from.trafficClass(), from.lane().reader(0), sender, ledger, clock,
            new boolean[] {true, false}, destination);
    }

    private int poll(final long nowNs)
    {
        return egress.poll(nowNs, Long.MAX_VALUE, ALL);
    }

    private void assertDropped(final DropReason reason, final long count)
    {
        assertEquals(count, ledger.dropped(reason), reason.label());
    }

    private IntCountsHistogram takeResidence()
    {
        return take(egress.residence());
    }

    private IntCountsHistogram take(final LatencyRecorder recorder)
    {
        assertTrue(recorder.requestSwap());
        egress.onDutyCycleEnd();
        return recorder.takeInterval();
    }
}
