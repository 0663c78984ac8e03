package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import relay.pool.BufferCounts;
import relay.pool.Lane;

class IngressAgentTest
{
    private static final long EPOCH_NS = 5_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Lane lane = new Lane("lane", new BufferCounts(4, 0, 0, 0), 0, 1);
    private final List<String> polls = new ArrayList<>();
    private final ClaimingSource first = new ClaimingSource("a");
    private final ClaimingSource second = new ClaimingSource("b");
    private final ClaimingSource third = new ClaimingSource("c");
    private final IngressAgent agent = new IngressAgent(
        clock, () -> EPOCH_NS, new Lane[] {lane}, List.of(first, second, third));

    /** Claims as many slots as it was told, once. */
    private final class ClaimingSource implements IngressSource
    {
        private final String name;
        private int pending;
        private boolean isClosed;

        ClaimingSource(final String name)
        {
            this.name = name;
        }

        @Override
        public int poll(final long nowNs, final long epochNs, final int limit)
        {
            assertEquals(clock.nanoTime(), nowNs);
            assertEquals(EPOCH_NS + nowNs, epochNs, "both clocks advance alike");
            assertEquals(64, limit);
            polls.add(name);
            int count = 0;
            while (pending > 0 && lane.claim(10, nowNs) >= 0)
            {
                pending--;
                count++;
            }
            return count;
        }

        @Override
        public void close()
        {
            isClosed = true;
        }
    }

    @Test
    void shouldPollEachSourceOnceACycleAndBeginWithAnotherEachTime()
    {
        for (int i = 0; i < 4; i++)
        {
            assertEquals(0, agent.doWork());
        }
        assertEquals(List.of("a", "b", "c", "b", "c", "a", "c", "a", "b", "a", "b", "c"), polls);
    }

    @Test
    void shouldPublishWhatAllSourcesClaimed()
    {
        first.pending = 1;
        second.pending = 2;
        assertEquals(3, agent.doWork());
        assertEquals(2, lane.stage().available());
    }

    @Test
    void shouldTakeBuffersBackBeforeItReceives()
    {
        first.pending = 8;
        assertEquals(4, agent.doWork());
        passAll();
        assertEquals(4, agent.doWork());
        assertEquals(0, first.pending);
    }

    @Test
    void shouldReceiveNothingMoreButTakeBuffersBackOnceStopped()
    {
        first.pending = 3;
        agent.doWork();
        agent.stopReceiving();
        passAll();
        polls.clear();
        assertEquals(0, agent.doWork(), "to take back is no reason to look again at once");
        assertTrue(polls.isEmpty());
        assertTrue(lane.isDrained());
    }

    @Test
    void shouldHandOverLifetimesWhenAsked()
    {
        first.pending = 1;
        agent.doWork();
        passAll();
        clock.advance(700);
        lane.lifetimes(0).requestSwap();
        agent.doWork();
        final var interval = lane.lifetimes(0).takeInterval();
        assertNotNull(interval);
        assertEquals(1, interval.getTotalCount());
        assertEquals(700, interval.getMaxValue());
    }

    @Test
    void shouldWorkWithoutSources()
    {
        final IngressAgent idle = new IngressAgent(clock, () -> EPOCH_NS, new Lane[] {lane}, List.of());
        assertEquals(0, idle.doWork());
        assertEquals(0, idle.doWork());
        assertEquals("ingress", idle.roleName());
    }

    @Test
    void shouldCloseItsSources()
    {
        agent.onClose();
        assertTrue(first.isClosed && second.isClosed && third.isClosed);
    }

    private void passAll()
    {
        lane.stage().pass();
        lane.reader(0).release(lane.reader(0).available());
    }
}
