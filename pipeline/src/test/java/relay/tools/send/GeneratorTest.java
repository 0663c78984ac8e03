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
import relay.tools.paced.RecordingSender;
import relay.tools.paced.Schedule;
import relay.transport.SendOutcome;

class GeneratorTest
{
    private static final long EPOCH_NS = 1_800_000_000_000_000_000L;
    private static final InetSocketAddress A = new InetSocketAddress("239.1.1.1", 5_000);
    private static final InetSocketAddress B = new InetSocketAddress("239.1.1.2", 5_000);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final RecordingSender sender = new RecordingSender();
    private final Probe probe = new Probe();

    @Test
    void shouldSendEachDatagramWhenItIsDue()
    {
        final Generator generator = generator(plan(Schedule.rate(1_000), 10, A));

        assertEquals(1, generator.doWork());
        assertEquals(0, generator.doWork());
        clock.advance(999_999);
        assertEquals(0, generator.doWork());
        clock.advance(1);
        assertEquals(1, generator.doWork());
        clock.advance(2_500_000);
        assertEquals(2, generator.doWork());
        clock.advance(500_000);
        assertEquals(1, generator.doWork());

        for (int i = 0; i < 5; i++)
        {
            assertProbe(i, 0, i, EPOCH_NS + i * 1_000_000L);
        }
        assertEquals(1_500_000, generator.latenessMaxNs());
    }

    @Test
    void shouldKnowHowLongThereIsNothingToDo()
    {
        final Generator generator = generator(plan(Schedule.rate(1_000), 2, A));
        assertEquals(PacedAgent.UNKNOWN_NS, generator.waitNs(), "it starts with its first duty cycle");
        generator.doWork();
        clock.advance(400_000);
        assertEquals(600_000, generator.waitNs());
        clock.advance(600_000);
        assertEquals(PacedAgent.UNKNOWN_NS, generator.waitNs(), "at once, or when the kernel takes it");
        generator.doWork();
        assertTrue(generator.isDone());
        assertEquals(PacedAgent.UNKNOWN_NS, generator.waitNs());
    }

    @Test
    void shouldCatchUpInBoundedBatches()
    {
        final Generator generator = generator(plan(Schedule.rate(1_000_000), 1_000, A));
        generator.doWork();
        clock.advance(300_000);

        assertEquals(Generator.BATCH_LIMIT, generator.doWork());
        int workCount = Generator.BATCH_LIMIT;
        int cycles = 1;
        for (int done = generator.doWork(); done > 0; done = generator.doWork())
        {
            workCount += done;
            cycles++;
        }

        assertEquals(300, workCount);
        assertEquals(5, cycles);
        assertProbe(300, 0, 300, EPOCH_NS + 300_000);
    }

    @Test
    void shouldSendBurstsBackToBack()
    {
        final Generator generator = generator(plan(Schedule.burst(10, 1_000_000), 25, A));

        assertEquals(10, generator.doWork());
        assertEquals(0, generator.doWork());
        clock.advance(1_000_000);
        assertEquals(10, generator.doWork());
        clock.advance(1_000_000);
        assertEquals(5, generator.doWork());
        assertTrue(generator.isDone());
        assertProbe(9, 0, 9, EPOCH_NS);
        assertProbe(10, 0, 10, EPOCH_NS + 1_000_000);
    }

    @Test
    void shouldKeepToABitRateWhateverTheLengths()
    {
        final Schedule schedule = Schedule.bitRate(8_000_000);
        final Generator generator = generator(new TrafficPlan(List.of(A), schedule, PayloadSizes.mix("small:1"),
            Long.MAX_VALUE, 1_000_000_000L, 7));
        for (int i = 0; i < 2_000 && !generator.isDone(); i++)
        {
            generator.doWork();
            clock.advance(1_000_000);
        }

        assertTrue(generator.isDone());
        assertEquals(1_000_000, generator.bytes(), 1_500);
    }

    @Test
    void shouldNumberEachFlowOnItsOwn()
    {
        final Generator generator = generator(plan(Schedule.burst(5, 1_000), 5, A, B));
        generator.doWork();

        assertEquals(List.of(A, B, A, B, A), sender.destinations);
        assertProbe(0, 0, 0, EPOCH_NS);
        assertProbe(1, 1, 0, EPOCH_NS);
        assertProbe(4, 0, 2, EPOCH_NS);
    }

    @Test
    void shouldTryARefusedSendAgainWithItsOwnTime()
    {
        sender.outcomes.addAll(List.of(SendOutcome.BACK_PRESSURED, SendOutcome.BACK_PRESSURED));
        final Generator generator = generator(plan(Schedule.rate(1_000), 2, A));

        assertEquals(0, generator.doWork());
        clock.advance(400_000);
        assertEquals(0, generator.doWork());
        assertEquals(1, generator.doWork());

        assertProbe(0, 0, 0, EPOCH_NS);
        assertEquals(2, generator.backPressured());
        assertEquals(0, generator.failed());
        assertEquals(400_000, generator.latenessMaxNs());
    }

    @Test
    void shouldCountAFailedSendAndReuseItsNumber()
    {
        sender.outcomes.addAll(List.of(SendOutcome.SENT, SendOutcome.UNREACHABLE, SendOutcome.FAILED));
        final Generator generator = generator(plan(Schedule.burst(4, 1_000), 4, A));
        generator.doWork();

        assertTrue(generator.isDone());
        assertEquals(2, generator.sent());
        assertEquals(2, generator.failed());
        assertEquals(1, generator.count(SendOutcome.UNREACHABLE));
        assertProbe(1, 0, 1, EPOCH_NS);
    }

    @Test
    void shouldEndAfterTheDuration()
    {
        final Generator generator = generator(new TrafficPlan(
            List.of(A), Schedule.rate(1_000), PayloadSizes.fixed(100), Long.MAX_VALUE, 10_000_000, 7));
        generator.doWork();
        assertFalse(generator.isDone());
        clock.advance(1_000_000_000);
        generator.doWork();

        assertTrue(generator.isDone());
        assertEquals(0, generator.doWork());
        assertEquals(10, generator.sent());
        assertEquals(1_000, generator.bytes());
        generator.onClose();
        assertTrue(sender.isClosed);
    }

    @Test
    void shouldSayHowLongItTook()
    {
        final Generator generator = generator(plan(Schedule.rate(1_000), 10, A));
        for (int i = 0; i < 10; i++)
        {
            generator.doWork();
            clock.advance(1_000_000);
        }

        assertEquals(10_000_000, generator.elapsedNs());
        assertEquals(EPOCH_NS, generator.startEpochNs());
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
        new Generator(new TrafficPlan(List.of(A), Schedule.burst(20, 1), PayloadSizes.mix("small:1"), 20,
            Long.MAX_VALUE, seed), recorder, clock, () -> EPOCH_NS).doWork();
        return recorder.payloads;
    }

    private static byte[] pattern(final byte[] payload)
    {
        return Arrays.copyOfRange(payload, Probe.HEADER_LENGTH, payload.length);
    }

    private Generator generator(final TrafficPlan plan)
    {
        return new Generator(plan, sender, clock, () -> EPOCH_NS);
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
