package relay.pipeline.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.pipeline.threads.DataIdleStrategy.Wake;
import relay.transport.DatagramReceiver;
import relay.transport.ReadySet;

class DataIdleStrategyTest
{
    private static final int LOOKS = Wake.ALSO_POLLING.looks();

    private final FakeReadySet readySet = new FakeReadySet();
    private boolean isDrained = true;
    private long nowNs;

    @Test
    void shouldWaitAtOnceWhereADatagramWakesIt()
    {
        final DataIdleStrategy idle = strategy(0, Wake.WOKEN);
        idle(idle, 2);
        assertEquals(List.of(10_000_000L, 10_000_000L), readySet.timeouts);
    }

    @Test
    void shouldWaitAfterWorkOnlyWhenAllOfItIsDone()
    {
        final DataIdleStrategy idle = strategy(0, Wake.WOKEN);
        isDrained = false;
        idle.idle(1);
        assertEquals(List.of(), readySet.timeouts, "it may have more to do");
        isDrained = true;
        idle.idle(1);
        assertEquals(List.of(10_000_000L), readySet.timeouts);
    }

    @Test
    void shouldSpinFirstAndAgainAfterWorkWhereSomethingIsPolled()
    {
        final DataIdleStrategy idle = strategy(0, Wake.ALSO_POLLING);
        idle(idle, LOOKS);
        assertEquals(0, readySet.timeouts.size());
        idle(idle, 1);
        assertEquals(1, readySet.timeouts.size());
        idle.idle(1);
        idle(idle, LOOKS);
        assertEquals(1, readySet.timeouts.size());
        idle.reset();
        idle(idle, LOOKS);
        assertEquals(1, readySet.timeouts.size());
    }

    @Test
    void shouldWaitBrieflyWhereSomethingIsPolled()
    {
        final DataIdleStrategy idle = strategy(0, Wake.ALSO_POLLING);
        idle(idle, LOOKS + 1);
        assertEquals(List.of(100_000L), readySet.timeouts);
    }

    @Test
    void shouldSleepLongerEachTimeWhereNothingWakesIt()
    {
        final DataIdleStrategy idle = strategy(0, Wake.ONLY_POLLING);
        idle(idle, LOOKS + 9);
        assertEquals(List.of(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 64_000L, 100_000L, 100_000L),
            readySet.timeouts);
        idle.idle(1);
        readySet.timeouts.clear();
        idle(idle, LOOKS + 1);
        assertEquals(List.of(1_000L), readySet.timeouts);
    }

    @Test
    void shouldWaitMoreBrieflyWhilePacketsAreInFlight()
    {
        for (final Wake wake : List.of(Wake.WOKEN, Wake.ALSO_POLLING))
        {
            readySet.timeouts.clear();
            isDrained = false;
            final DataIdleStrategy idle = strategy(0, wake);
            idle(idle, wake.looks() + 2);
            isDrained = true;
            idle(idle, 1);
            assertEquals(List.of(50_000L, wake.lastTimeoutNs()), readySet.timeouts);
        }
    }

    /** What was published after it had looked is no packet that cannot be sent. */
    @Test
    void shouldLookOnceMoreBeforeItTakesAPacketForOneThatCannotBeSent()
    {
        final DataIdleStrategy idle = strategy(0, Wake.WOKEN);
        isDrained = false;
        idle(idle, 1);
        assertEquals(List.of(), readySet.timeouts);
        idle.idle(1);
        idle(idle, 1);
        assertEquals(List.of(), readySet.timeouts, "each time");
        idle(idle, 2);
        assertEquals(List.of(50_000L, 50_000L), readySet.timeouts, "it was there, and could not");
    }

    @Test
    void shouldSleepOnceWhenAReadySocketHasNothing()
    {
        readySet.readyCount = 1;
        final DataIdleStrategy idle = strategy(0, Wake.WOKEN);
        idle(idle, 1);
        assertEquals(1, readySet.timeouts.size());
        idle(idle, 1);
        assertEquals(1, readySet.timeouts.size(), "a false alarm is slept off");
        idle(idle, 1);
        assertEquals(2, readySet.timeouts.size(), "and then it waits again");
    }

    @Test
    void shouldNotSleepWhenTheReadySocketHadSomething()
    {
        readySet.readyCount = 1;
        final DataIdleStrategy idle = strategy(0, Wake.WOKEN);
        idle(idle, 1);
        idle.idle(1);
        idle.idle(1);
        assertEquals(3, readySet.timeouts.size());
    }

    @Test
    void shouldLookAgainInsteadOfWaitingWhereWorkComesOften()
    {
        final DataIdleStrategy idle = strategy(SpinWindow.LENGTH_NS, Wake.WOKEN);
        readySet.waitNs = 10_000;
        for (int i = 0; i < 20; i++)
        {
            idle.idle(1);
        }
        final int waits = readySet.timeouts.size();
        assertTrue(waits < 20, "all of them slept");
        idle.idle(1);
        for (long waitedNs = 0; waitedNs < SpinWindow.LENGTH_NS; waitedNs += 5_000)
        {
            nowNs += 5_000;
            assertEquals(waits, readySet.timeouts.size(), "slept after " + waitedNs);
            idle.idle(0);
        }
        assertEquals(waits + 1, readySet.timeouts.size(), "nothing came: now it sleeps");
    }

    @Test
    void shouldNotLookAgainWhereWorkComesRarely()
    {
        final DataIdleStrategy idle = strategy(SpinWindow.LENGTH_NS, Wake.WOKEN);
        readySet.waitNs = 100_000;
        for (int i = 1; i <= 100; i++)
        {
            idle.idle(1);
            assertEquals(i, readySet.timeouts.size());
        }
    }

    private DataIdleStrategy strategy(final long spinLengthNs, final Wake wake)
    {
        return new DataIdleStrategy(
            () -> nowNs, new SpinWindow(spinLengthNs, nowNs), readySet::select, () -> isDrained, wake);
    }

    private static void idle(final DataIdleStrategy idle, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            idle.idle(0);
        }
    }

    private final class FakeReadySet implements ReadySet
    {
        private final List<Long> timeouts = new ArrayList<>();
        private int readyCount;
        private long waitNs;

        @Override
        public void add(final DatagramReceiver receiver, final int index)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int select(final long timeoutNs)
        {
            timeouts.add(timeoutNs);
            nowNs += waitNs;
            return readyCount;
        }

        @Override
        public int ready(final int position)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close()
        {
            throw new UnsupportedOperationException();
        }
    }
}
