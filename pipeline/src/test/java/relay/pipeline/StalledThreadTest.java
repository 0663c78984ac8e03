package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.egress.TestLane;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.QosAgent;
import relay.pipeline.watch.StallWatch;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Packet;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;

/**
 * Real threads, one an agent as in layout {@code dedicated}: one destination's sender blocks, and the other one loses
 * nothing.
 *
 * <pre>ingress -> qos -> egress runs, egress stops (in its first send, until it is let go)</pre>
 */
class StalledThreadTest
{
    private static final int PACKETS = 300_000;
    private static final long LOOK_NS = StallWatch.LOOK_MAX_NS;
    private static final TrafficClass CLASS =
        TestLane.trafficClass("class", 0, 1, 0, new BufferCounts(200, 0, 0, 0));

    private final CachedNanoClock clock = new CachedNanoClock();
    private final Lane lane = new Lane("class", CLASS.buffers(), 8, 2, null, true);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch isStopped = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CheckingSender runningSender = new CheckingSender(null, null);
    private final CheckingSender stoppingSender = new CheckingSender(isStopped, mayGoOn);
    private final DestinationLedger runningLedger = new DestinationLedger("runs", Counters.inMemory());
    private final DestinationLedger stoppingLedger = new DestinationLedger("stops", Counters.inMemory());
    private final EgressAgent stopping = egress("stops", 0, stoppingSender, stoppingLedger);
    private final Producer producer = new Producer();
    private final List<AgentRunner> runners = List.of(
        runner(producer),
        runner(new QosAgent(clock, PolicedLane.free(lane))),
        runner(egress("runs", 1, runningSender, runningLedger)),
        runner(stopping));

    @AfterEach
    void close()
    {
        mayGoOn.countDown();
        runners.forEach(CloseHelper::quietClose);
    }

    @Test
    @Timeout(60)
    void shouldLoseNothingAtADestinationBesideOneThatStopped() throws InterruptedException
    {
        final StallWatch watch = new StallWatch(
            "stops", new Destination.Part(stoppingLedger, stopping), 0, line -> { });
        runners.forEach(AgentRunner::startOnThread);
        isStopped.await();
        await(lane::isExhausted);
        for (int look = 1; 0 == stoppingLedger.stalls(); look++)
        {
            watch.observe(look * LOOK_NS);
            assertTrue(look < 5, "not noticed");
        }
        await(() -> runningLedger.sent() > PACKETS / 2);
        assertEquals(0, stoppingLedger.sent(), "it is still in its first send");
        assertEquals(stoppingSender.first, stopping.lanes()[0].reader().fence().heldWhileFenced());
        mayGoOn.countDown();
        await(() -> runningLedger.sent() == PACKETS);
        close();
        assertNull(failure.get());
        assertEquals(0, runningLedger.dropped());
        assertTrue(stoppingLedger.sent() > stoppingSender.first, "it went on: " + stoppingLedger.sent());
        assertTrue(stoppingLedger.dropped(DropReason.STALLED) > PACKETS / 4);
        assertEquals(PACKETS, stoppingLedger.sent() + stoppingLedger.dropped());
        lane.reclaim(0);
        assertTrue(lane.isDrained());
    }

    private EgressAgent egress(
        final String name, final int reader, final PacketSender sender, final DestinationLedger ledger)
    {
        final DestinationConfig config = DestinationConfig.of(name, null).maxLag(1);
        return new EgressAgent(config, clock, List.of(
            new EgressLane(CLASS, lane.reader(reader), sender, ledger, clock, new boolean[] {true}, config)));
    }

    private AgentRunner runner(final Agent agent)
    {
        return new AgentRunner(YieldingIdleStrategy.INSTANCE, failure::set, null, agent);
    }

    private void await(final BooleanSupplier condition)
    {
        while (!condition.getAsBoolean() && null == failure.get())
        {
            Thread.yield();
        }
    }

    /** Puts numbered packets into the lane as fast as there is room; never drops. */
    private final class Producer implements Agent
    {
        private int next;

        @Override
        public int doWork()
        {
            lane.reclaim(0);
            final int before = next;
            while (next < PACKETS && next < before + 32)
            {
                final long sequence = lane.claim(8, 0);
                if (sequence < 0)
                {
                    break;
                }
                final Packet packet = lane.packet(sequence);
                packet.flowIndex(0);
                packet.buffer().putLong(packet.payloadOffset(), next++);
            }
            lane.publish();
            return next - before;
        }

        @Override
        public void onClose()
        {
            lane.reclaim(0);
        }

        @Override
        public String roleName()
        {
            return "ingress";
        }
    }

    /** Looks whether numbers only grow, each packet having one of its own; stops once, when it has latches for that. */
    private static final class CheckingSender implements PacketSender
    {
        private final CountDownLatch isStopped;
        private final CountDownLatch mayGoOn;
        private volatile int first;
        private long last = -1;

        private CheckingSender(final CountDownLatch isStopped, final CountDownLatch mayGoOn)
        {
            this.isStopped = isStopped;
            this.mayGoOn = mayGoOn;
        }

        @Override
        public void send(final PacketBatch batch)
        {
            final boolean isFirst = 0 == first;
            if (isFirst)
            {
                first = batch.size() - batch.first();
                stop();
            }
            for (int i = batch.first(); i < batch.size(); i++)
            {
                final long number = batch.packet(i).buffer().getLong(batch.packet(i).payloadOffset());
                if (isFirst ? number != last + 1 : number <= last)
                {
                    throw new IllegalStateException(number + " after " + last);
                }
                last = number;
                batch.outcome(i, SendOutcome.SENT);
            }
        }

        private void stop()
        {
            if (null != isStopped)
            {
                isStopped.countDown();
                try
                {
                    mayGoOn.await();
                }
                catch (final InterruptedException ex)
                {
                    throw new IllegalStateException(ex);
                }
            }
        }

        @Override
        public String description()
        {
            return "checking";
        }

        @Override
        public void close()
        {
        }
    }
}
