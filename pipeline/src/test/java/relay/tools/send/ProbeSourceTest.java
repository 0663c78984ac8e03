package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import relay.tools.paced.PacedAgent;
import relay.tools.paced.PacedSender;
import relay.tools.paced.RecordingSender;
import relay.tools.paced.Schedule;
import relay.transport.SendOutcome;

/** What is sent for a plan, when, and how often. */
class ProbeSourceTest
{
    private static final long EPOCH_NS = 1_800_000_000_000_000_000L;
    private static final InetSocketAddress A = new InetSocketAddress("239.1.1.1", 5_000);
    private static final InetSocketAddress B = new InetSocketAddress("239.1.1.2", 5_000);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final RecordingSender sender = new RecordingSender();
    private final Probe probe = new Probe();
    private ProbeSource source;

    @Test
    void shouldSendEachDatagramWhenItIsDue()
    {
        final PacedSender paced = paced(plan(Schedule.rate(1_000), 10, A));

        assertEquals(1, send(paced));
        assertEquals(0, send(paced));
        clock.advance(999_999);
        assertEquals(0, send(paced));
        clock.advance(1);
        assertEquals(1, send(paced));
        clock.advance(2_500_000);
        assertEquals(2, send(paced));
        clock.advance(500_000);
        assertEquals(1, send(paced));

        for (int i = 0; i < 5; i++)
        {
            assertProbe(i, 0, i, EPOCH_NS + i * 1_000_000L);
        }
        assertEquals(1_500_000, paced.lateness().histogram().getMaxValue(), 1_500);
    }

    @Test
    void shouldKnowHowLongThereIsNothingToDo()
    {
        final PacedSender paced = paced(plan(Schedule.rate(1_000), 2, A));
        assertEquals(PacedAgent.UNKNOWN_NS, paced.waitNs(), "it starts with its first duty cycle");
        send(paced);
        clock.advance(400_000);
        assertEquals(600_000, paced.waitNs());
        clock.advance(600_000);
        assertEquals(PacedAgent.UNKNOWN_NS, paced.waitNs(), "at once, or when the kernel takes it");
        send(paced);
        assertTrue(paced.isDone());
        assertEquals(PacedAgent.UNKNOWN_NS, paced.waitNs());
    }

    @Test
    void shouldCatchUpInBoundedDutyCyclesOneByOne()
    {
        final PacedSender paced = paced(plan(Schedule.rate(1_000_000), 1_000, A));
        send(paced);
        clock.advance(300_000);

        assertEquals(64, paced.doWork());
        assertEquals(236, send(paced));
        assertEquals(List.of(), sender.batches);
        assertProbe(300, 0, 300, EPOCH_NS + 300_000);
    }

    @Test
    void shouldSendBurstsBackToBack()
    {
        final PacedSender paced = paced(plan(Schedule.burst(10, 1_000_000), 25, A));

        assertEquals(10, send(paced));
        assertEquals(0, send(paced));
        clock.advance(1_000_000);
        assertEquals(10, send(paced));
        clock.advance(1_000_000);
        assertEquals(5, send(paced));
        assertTrue(paced.isDone());
        assertProbe(9, 0, 9, EPOCH_NS);
        assertProbe(10, 0, 10, EPOCH_NS + 1_000_000);
    }

    @Test
    void shouldKeepToABitRateWhateverTheLengths()
    {
        final Schedule schedule = Schedule.bitRate(8_000_000);
        final PacedSender paced = paced(new TrafficPlan(List.of(A), schedule, PayloadSizes.mix("small:1"),
            Long.MAX_VALUE, 1_000_000_000L, 7));
        for (int i = 0; i < 2_000 && !paced.isDone(); i++)
        {
            send(paced);
            clock.advance(1_000_000);
        }

        assertTrue(paced.isDone());
        assertEquals(1_000_000, paced.bytes(), 1_500);
    }

    @Test
    void shouldNumberEachFlowOnItsOwn()
    {
        final PacedSender paced = paced(plan(Schedule.burst(5, 1_000), 5, A, B));
        send(paced);

        assertEquals(List.of(A, B, A, B, A), sender.destinations);
        assertProbe(0, 0, 0, EPOCH_NS);
        assertProbe(1, 1, 0, EPOCH_NS);
        assertProbe(4, 0, 2, EPOCH_NS);
    }

    @Test
    void shouldTryARefusedSendAgainWithItsOwnTime()
    {
        sender.outcomes.addAll(List.of(SendOutcome.BACK_PRESSURED, SendOutcome.BACK_PRESSURED));
        final PacedSender paced = paced(plan(Schedule.rate(1_000), 2, A));

        assertEquals(0, send(paced));
        clock.advance(400_000);
        assertEquals(0, send(paced));
        assertEquals(1, send(paced));

        assertProbe(0, 0, 0, EPOCH_NS);
        assertEquals(2, paced.backPressured());
        assertEquals(0, paced.failed());
        assertEquals(400_000, paced.lateness().histogram().getMaxValue(), 400);
    }

    @Test
    void shouldCountAFailedSendAndReuseItsNumber()
    {
        sender.outcomes.addAll(List.of(SendOutcome.SENT, SendOutcome.UNREACHABLE, SendOutcome.FAILED));
        final PacedSender paced = paced(plan(Schedule.burst(4, 1_000), 4, A));
        send(paced);

        assertTrue(paced.isDone());
        assertEquals(2, paced.sent());
        assertEquals(2, paced.failed());
        assertEquals(1, paced.count(SendOutcome.UNREACHABLE));
        assertProbe(1, 0, 1, EPOCH_NS);
    }

    @Test
    void shouldEndAfterTheDuration()
    {
        final PacedSender paced = paced(new TrafficPlan(
            List.of(A), Schedule.rate(1_000), PayloadSizes.fixed(100), Long.MAX_VALUE, 10_000_000, 7));
        send(paced);
        assertFalse(paced.isDone());
        clock.advance(1_000_000_000);
        send(paced);

        assertTrue(paced.isDone());
        assertEquals(0, send(paced));
        assertEquals(10, paced.sent());
        assertEquals(1_000, paced.bytes());
        paced.onClose();
        assertTrue(sender.isClosed);
    }

    @Test
    void shouldSayHowLongItTook()
    {
        final PacedSender paced = paced(plan(Schedule.rate(1_000), 10, A));
        for (int i = 0; i < 10; i++)
        {
            send(paced);
            clock.advance(1_000_000);
        }

        assertEquals(10_000_000, source.dueNs() + paced.lateness().lastNs());
        assertEquals(EPOCH_NS, source.startEpochNs());
    }

    @Test
    void shouldSendTheSameTrafficForTheSameSeed()
    {
        final List<byte[]> first = run(7);
        final List<byte[]> second = run(7);
        final List<byte[]> other = run(8);

        for (int i = 0; i < first.size(); i++)
        {
            assertArrayEquals(pattern(first.get(i)), pattern(second.get(i)));
        }
        assertFalse(Arrays.equals(pattern(first.getFirst()), pattern(other.getFirst())));
    }

    private List<byte[]> run(final long seed)
    {
        final RecordingSender recorder = new RecordingSender();
        send(paced(new TrafficPlan(List.of(A), Schedule.burst(20, 1), PayloadSizes.mix("small:1"), 20,
            Long.MAX_VALUE, seed), recorder));
        return recorder.payloads;
    }

    private static byte[] pattern(final byte[] payload)
    {
        return Arrays.copyOfRange(payload, Probe.HEADER_LENGTH, payload.length);
    }

    /** Sends what is due; the duty cycle after the last one sees the end. */
    private static int send(final PacedSender paced)
    {
        int workCount = 0;
        for (int done = paced.doWork(); done > 0; done = paced.doWork())
        {
            workCount += done;
        }
        return workCount;
    }

    private PacedSender paced(final TrafficPlan plan)
    {
        return paced(plan, sender);
    }

    private PacedSender paced(final TrafficPlan plan, final RecordingSender recorder)
    {
        source = ProbeSource.of(plan).epochClock(() -> EPOCH_NS);
        return PacedSender.oneByOne(source, recorder, clock);
    }

    private static TrafficPlan plan(final Schedule schedule, final long count, final InetSocketAddress... flows)
    {
        return new TrafficPlan(List.of(flows), schedule, PayloadSizes.fixed(200), count, Long.MAX_VALUE, 7);
    }

    private void assertProbe(final int index, final int flow, final long sequence, final long intendedNs)
    {
        final byte[] payload = sender.payloads.get(index);
        assertEquals(Probe.Kind.VALID, probe.wrap(new UnsafeBuffer(payload), 0, payload.length));
        assertEquals(flow, probe.flow());
        assertEquals(sequence, probe.sequence());
        assertEquals(intendedNs, probe.intendedNs());
    }
}
