package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LatencyRecorderTest
{
    private static final int INTERVALS_MIN = 100;
    private static final int RECORDS_MIN = 1_000_000;

    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void shouldHandOverWhatWasRecordedBeforeTheSwap()
    {
        recorder.recordNs(1_000);
        recorder.recordNs(2_000);

        assertTrue(recorder.requestSwap());
        recorder.recordNs(3_000);
        recorder.onDutyCycleEnd();
        recorder.recordNs(4_000);

        final IntCountsHistogram interval = recorder.takeInterval();
        assertEquals(3, interval.getTotalCount());
        assertEquals(1, interval.getCountAtValue(1_000));
        assertEquals(1, interval.getCountAtValue(2_000));
        assertEquals(1, interval.getCountAtValue(3_000));
        assertEquals(0, interval.getCountAtValue(4_000));
    }

    @Test
    void shouldStartEachIntervalEmpty()
    {
        recorder.recordNs(1_000);
        collect();
        recorder.recordNs(2_000);
        recorder.recordNs(3_000);

        final IntCountsHistogram second = collect();
        assertEquals(2, second.getTotalCount());
        assertEquals(0, second.getCountAtValue(1_000));
        assertEquals(3_000, second.getMaxValue(), 2);

        assertEquals(0, collect().getTotalCount());
    }

    @Test
    void shouldKeepTheIntervalUntilTheNextRequest()
    {
        recorder.recordNs(1_000);
        final IntCountsHistogram interval = collect();
        recorder.recordNs(2_000);
        recorder.onDutyCycleEnd();
        recorder.recordNs(3_000);

        assertEquals(1, interval.getTotalCount());
    }

    @Test
    void shouldGiveNothingWhenNothingWasAskedFor()
    {
        recorder.recordNs(1_000);
        recorder.onDutyCycleEnd();

        assertNull(recorder.takeInterval());
    }

    @Test
    void shouldGiveNothingWhileTheOwnerIsStalledAndLoseNothing()
    {
        recorder.recordNs(1_000);
        assertTrue(recorder.requestSwap());
        assertNull(recorder.takeInterval());
        assertFalse(recorder.requestSwap());
        assertNull(recorder.takeInterval());

        recorder.recordNs(2_000);
        recorder.onDutyCycleEnd();
        assertEquals(2, recorder.takeInterval().getTotalCount());
        assertNull(recorder.takeInterval());
    }

    @Test
    void shouldRefuseToClearAnIntervalThatWasNotTaken()
    {
        recorder.recordNs(1_000);
        assertTrue(recorder.requestSwap());
        recorder.onDutyCycleEnd();

        assertFalse(recorder.requestSwap());
        assertEquals(1, recorder.takeInterval().getTotalCount());
    }

    @Test
    void shouldSwapOncePerRequest()
    {
        recorder.requestSwap();
        recorder.onDutyCycleEnd();
        final IntCountsHistogram first = recorder.takeInterval();
        recorder.onDutyCycleEnd();
        recorder.recordNs(1_000);
        assertEquals(0, first.getTotalCount());

        final IntCountsHistogram second = collect();
        assertEquals(1, second.getTotalCount());
        assertSame(first, collect(), "two histograms take turns");
    }

    @Test
    void shouldClampIntoRange()
    {
        recorder.recordNs(-1);
        recorder.recordNs(Long.MIN_VALUE);
        recorder.recordNs(0);
        recorder.recordNs(LatencyRecorder.VALUE_MAX_NS);
        recorder.recordNs(LatencyRecorder.VALUE_MAX_NS + 1);
        recorder.recordNs(Long.MAX_VALUE);

        final IntCountsHistogram interval = collect();
        assertEquals(3, interval.getCountAtValue(0));
        assertEquals(3, interval.getCountAtValue(LatencyRecorder.VALUE_MAX_NS));
        assertEquals(6, interval.getTotalCount());
    }

    @Test
    void shouldKeepThreeDigits()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++)
        {
            final long valueNs = random.nextLong(1L << random.nextInt(1, 42)) % LatencyRecorder.VALUE_MAX_NS;
            recorder.recordNs(valueNs);
            final long kept = collect().getValueAtPercentile(50);
            assertTrue(Math.abs(kept - valueNs) <= valueNs / 1_000, "seed=" + seed + " " + valueNs + " -> " + kept);
        }
    }

    @Test
    void shouldDrainWhatIsLeftAfterStop()
    {
        recorder.recordNs(1_000);

        assertEquals(1, recorder.drainAfterStop().getTotalCount());
        assertNull(recorder.drainAfterStop());
        assertNull(recorder.drainAfterStop());
    }

    @Test
    void shouldDrainARequestThatTheOwnerDidNotSee()
    {
        recorder.recordNs(1_000);
        recorder.requestSwap();

        assertEquals(1, recorder.drainAfterStop().getTotalCount());
        assertNull(recorder.drainAfterStop());
    }

    @Test
    void shouldDrainASwapThatWasNotTakenAndWhatCameAfterIt()
    {
        recorder.recordNs(1_000);
        recorder.requestSwap();
        recorder.onDutyCycleEnd();
        recorder.recordNs(2_000);
        recorder.recordNs(2_000);

        assertEquals(1, recorder.drainAfterStop().getTotalCount());
        assertEquals(2, recorder.drainAfterStop().getTotalCount());
        assertNull(recorder.drainAfterStop());
    }

    @Test
    void shouldDrainRecordsAfterAnEmptySwap()
    {
        recorder.requestSwap();
        recorder.onDutyCycleEnd();
        recorder.recordNs(2_000);

        assertEquals(0, recorder.drainAfterStop().getTotalCount());
        assertEquals(1, recorder.drainAfterStop().getTotalCount());
        assertNull(recorder.drainAfterStop());
    }

    @Test
    void shouldCountWhatDoesNotFitWhenNobodyCollects()
    {
        // 2^31 - 1 records take too long: they are put into the histogram between its clearing and the swap.
        final IntCountsHistogram next = collect();
        assertTrue(recorder.requestSwap());
        next.recordValueWithCount(1_000, Integer.MAX_VALUE);
        recorder.onDutyCycleEnd();
        assertEquals(0, recorder.takeInterval().getTotalCount());

        recorder.recordNs(1_000);
        recorder.recordNs(1_000);
        assertEquals(0, recorder.overflowCount());
        assertEquals(Integer.MAX_VALUE, collect().getTotalCount());
        assertEquals(2, recorder.overflowCount());

        recorder.recordNs(1_000);
        assertEquals(1, collect().getTotalCount());
        assertEquals(2, recorder.overflowCount());
    }

    @Test
    void shouldRefuseASecondOwner() throws InterruptedException
    {
        recorder.recordNs(1_000);
        final FutureTask<Void> other = new FutureTask<>(() -> recorder.recordNs(1), null);
        final Thread thread = new Thread(other, "other");
        thread.start();
        thread.join();

        final ExecutionException ex = assertThrows(ExecutionException.class, other::get);
        assertEquals(AssertionError.class, ex.getCause().getClass());
        assertTrue(ex.getCause().getMessage().startsWith("recorded on Thread["), ex.getCause().getMessage());
    }

    @Test
    void shouldNotAllocate()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        long allocatedMin = Long.MAX_VALUE;
        // The JVM itself allocates a little now and then; what our code allocates, it allocates in every round.
        for (int i = 0; i < 10; i++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            recordAndSwap(20_000);
            allocatedMin = Math.min(allocatedMin, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, allocatedMin);
    }

    @Test
    @Timeout(60)
    void shouldLoseNoCountBetweenTwoThreads() throws InterruptedException
    {
        final long seed = System.nanoTime();
        final Histogram expected = newTotal();
        final AtomicBoolean isEnough = new AtomicBoolean();
        final Thread owner = new Thread(() -> recordBursts(new Random(seed), isEnough, expected), "owner");
        final Histogram total = newTotal();
        owner.start();

        int intervals = 0;
        while (owner.isAlive())
        {
            recorder.requestSwap();
            final IntCountsHistogram interval = recorder.takeInterval();
            if (null != interval)
            {
                total.add(interval);
                intervals++;
                isEnough.set(intervals >= INTERVALS_MIN);
            }
            Thread.yield();
        }
        owner.join();
        for (IntCountsHistogram rest = recorder.drainAfterStop(); null != rest; rest = recorder.drainAfterStop())
        {
            total.add(rest);
        }

        assertEquals(expected.getTotalCount(), total.getTotalCount(), "seed=" + seed);
        assertEquals(expected, total, "seed=" + seed + " intervals=" + intervals);
        assertEquals(0, recorder.overflowCount());
    }

    private void recordBursts(final Random random, final AtomicBoolean isEnough, final Histogram expected)
    {
        while (!isEnough.get() || expected.getTotalCount() < RECORDS_MIN)
        {
            final int burst = random.nextInt(64);
            for (int i = 0; i < burst; i++)
            {
                final long valueNs = random.nextLong(1L << random.nextInt(1, 30));
                recorder.recordNs(valueNs);
                expected.recordValue(valueNs);
            }
            recorder.onDutyCycleEnd();
        }
    }

    private IntCountsHistogram collect()
    {
        assertTrue(recorder.requestSwap());
        recorder.onDutyCycleEnd();
        final IntCountsHistogram interval = recorder.takeInterval();
        assertNotNull(interval);
        return interval;
    }

    private void recordAndSwap(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            recorder.recordNs(i);
            if (0 == i % 1_000)
            {
                recorder.requestSwap();
                recorder.onDutyCycleEnd();
                recorder.takeInterval();
            }
        }
    }

    private static Histogram newTotal()
    {
        return new Histogram(1, LatencyRecorder.VALUE_MAX_NS, LatencyRecorder.SIGNIFICANT_DIGITS);
    }
}
