package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.transport.DatagramReceiver;
import relay.transport.ReadySet;

class DataIdleStrategyTest
{
    private final FakeReadySet readySet = new FakeReadySet();
    private boolean isDrained = true;
    private long nowNs;

    @Test
    void shouldWaitAtOnceWhereADatagramWakesIt()
    {
        final DataIdleStrategy idle = strategy(0, false);
        idle(idle, 2);
        assertEquals(List.of(10_000_000L, 10_000_000L), readySet.timeouts);
    }

    @Test
    void shouldWaitAfterWorkOnlyWhenAllOfItIsDone()
    {
        final DataIdleStrategy idle = strategy(0, false);
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
        final DataIdleStrategy idle = strategy(0, true);
        idle(idle, DataIdleStrategy.POLLING_LOOKS);
        assertEquals(0, readySet.timeouts.size());
        idle(idle, 1);
        assertEquals(1, readySet.timeouts.size());
        idle.idle(1);
        idle(idle, DataIdleStrategy.POLLING_LOOKS);
        assertEquals(1, readySet.timeouts.size());
        idle.reset();
        idle(idle, DataIdleStrategy.POLLING_LOOKS);
        assertEquals(1, readySet.timeouts.size());
    }

    @Test
    void shouldWaitBrieflyWhereSomethingIsPolled()
    {
        final DataIdleStrategy idle = strategy(0, true);
        idle(idle, DataIdleStrategy.POLLING_LOOKS + 1);
        assertEquals(List.of(100_000L), readySet.timeouts);
    }

    @Test
    void shouldWaitMoreBrieflyWhilePacketsAreInFlight()
    {
        for (final boolean isPolling : new boolean[] {false, true})
        {
            readySet.timeouts.clear();
            isDrained = false;
            final DataIdleStrategy idle = strategy(0, isPolling);
            idle(idle, isPolling ? DataIdleStrategy.POLLING_LOOKS + 1 : 1);
            isDrained = true;
            idle(idle, 1);
            assertEquals(List.of(50_000L, isPolling ? 100_000L : 10_000_000L), readySet.timeouts);
        }
    }

    @Test
    void shouldSleepOnceWhenAReadySocketHasNothing()
    {
        readySet.readyCount = 1;
        final DataIdleStrategy idle = strategy(0, false);
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
        final DataIdleStrategy idle = strategy(0, false);
        idle(idle, 1);
        idle.idle(1);
        idle.idle(1);
        assertEquals(3, readySet.timeouts.size());
    }

    @Test
    void shouldLookAgainInsteadOfWaitingWhereWorkComesOften()
    {
        final DataIdleStrategy idle = strategy(SpinWindow.LENGTH_NS, false);
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
        final DataIdleStrategy idle = strategy(SpinWindow.LENGTH_NS, false);
        readySet.waitNs = 100_000;
        for (int i = 1; i <= 100; i++)
        {
            idle.idle(1);
            assertEquals(i, readySet.timeouts.size());
        }
    }

    private DataIdleStrategy strategy(final long spinLengthNs, final boolean isPolling)
    {
        return new DataIdleStrategy(
            () -> nowNs, new SpinWindow(spinLengthNs, nowNs), readySet::select, () -> isDrained, isPolling);
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
