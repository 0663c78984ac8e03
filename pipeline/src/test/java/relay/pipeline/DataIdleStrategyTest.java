package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.transport.DatagramReceiver;
import relay.transport.ReadySet;

class DataIdleStrategyTest
{
    private final FakeReadySet readySet = new FakeReadySet();
    private boolean isDrained = true;

    @Test
    void shouldWaitAtOnceWhereADatagramWakesIt()
    {
        final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, false);
        idle(idle, 2);
        assertEquals(List.of(10_000_000L, 10_000_000L), readySet.timeouts);
    }

    @Test
    void shouldWaitAfterWorkOnlyWhenAllOfItIsDone()
    {
        final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, false);
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
        final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, true);
        idle(idle, DataIdleStrategy.POLLING_SPINS_MAX);
        assertEquals(0, readySet.timeouts.size());
        idle(idle, 1);
        assertEquals(1, readySet.timeouts.size());
        idle.idle(1);
        idle(idle, DataIdleStrategy.POLLING_SPINS_MAX);
        assertEquals(1, readySet.timeouts.size());
        idle.reset();
        idle(idle, DataIdleStrategy.POLLING_SPINS_MAX);
        assertEquals(1, readySet.timeouts.size());
    }

    @Test
    void shouldWaitBrieflyWhereSomethingIsPolled()
    {
        final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, true);
        idle(idle, DataIdleStrategy.POLLING_SPINS_MAX + 1);
        assertEquals(List.of(100_000L), readySet.timeouts);
    }

    @Test
    void shouldWaitMoreBrieflyWhilePacketsAreInFlight()
    {
        for (final boolean isPolling : new boolean[] {false, true})
        {
            readySet.timeouts.clear();
            isDrained = false;
            final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, isPolling);
            idle(idle, isPolling ? DataIdleStrategy.POLLING_SPINS_MAX + 1 : 1);
            isDrained = true;
            idle(idle, 1);
            assertEquals(List.of(50_000L, isPolling ? 100_000L : 10_000_000L), readySet.timeouts);
        }
    }

    @Test
    void shouldSleepOnceWhenAReadySocketHasNothing()
    {
        readySet.readyCount = 1;
        final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, false);
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
        final DataIdleStrategy idle = new DataIdleStrategy(readySet::select, () -> isDrained, false);
        idle(idle, 1);
        idle.idle(1);
        idle.idle(1);
        assertEquals(3, readySet.timeouts.size());
    }

    private static void idle(final DataIdleStrategy idle, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            idle.idle(0);
        }
    }

    private static final class FakeReadySet implements ReadySet
    {
        private final List<Long> timeouts = new ArrayList<>();
        private int readyCount;

        @Override
        public void add(final DatagramReceiver receiver, final int index)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int select(final long timeoutNs)
        {
            timeouts.add(timeoutNs);
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
