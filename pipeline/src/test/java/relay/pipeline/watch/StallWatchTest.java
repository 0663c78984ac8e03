package relay.pipeline.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import relay.config.DestinationConfig;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.egress.ScriptedSender;
import relay.pipeline.egress.TestLane;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pool.BufferCounts;

class StallWatchTest
{
    private static final long SECOND_NS = 1_000_000_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final DestinationLedger ledger = new DestinationLedger("far", Counters.inMemory());
    private final List<String> log = new ArrayList<>();
    private TestLane lane;
    private EgressAgent agent;
    private StallWatch watch;

    @Test
    void shouldFenceAThreadThatDidNotRunForTwoSeconds()
    {
        make(2);
        agent.doWork();
        lane.put(0, 10, 0);
        look(1);
        look(2);
        assertEquals(0, ledger.stalls());
        look(3);
        assertEquals(1, ledger.stalls());
        assertEquals(List.of("destination far: its thread has not run for 2.0 s; nobody waits for it any more, and " +
            "what it does not get is dropped as stalled"), log);
        look(9);
        assertEquals(1, ledger.stalls(), "once");
        lane.lane().reclaim(0);
        assertEquals(1, ledger.dropped(DropReason.STALLED));
        agent.doWork();
        look(10);
        assertEquals("destination far: its thread runs again", log.getLast());
        assertEquals(2, log.size());
    }

    @Test
    void shouldNotTakeItsOwnPauseForAnothers()
    {
        make(2);
        agent.doWork();
        lane.put(0, 10, 0);
        look(1);
        look(16); // all of the process had stopped
        agent.doWork();
        look(17);
        look(18);
        assertEquals(0, ledger.stalls());
    }

    @Test
    void shouldLeaveAThreadAloneThatHoldsNothing()
    {
        make(2);
        for (int second = 1; second < 9; second++)
        {
            look(second);
        }
        assertEquals(0, ledger.stalls());
        lane.put(0, 10, 0);
        look(9);
        assertEquals(1, ledger.stalls(), "until it does");
    }

    @Test
    void shouldLeaveAThreadAloneThatNobodyWaitsFor()
    {
        make(1);
        lane.put(0, 10, 0);
        for (int second = 1; second < 9; second++)
        {
            look(second);
        }
        assertEquals(0, ledger.stalls());
        lane.put(0, 10, 0);
        look(9);
        assertEquals(1, ledger.stalls(), "but for the buffers, which are all taken");
    }

    private void make(final int readers)
    {
        final DestinationConfig far = DestinationConfig.of("far", null).maxLag(1);
        lane = new TestLane(TestLane.trafficClass("class", 0, 1, 0, new BufferCounts(2, 0, 0, 0)), readers);
        agent = new EgressAgent(far, clock, List.of(new EgressLane(lane.trafficClass(), lane.lane().reader(0),
            new ScriptedSender(), ledger, clock, new boolean[] {true}, far)));
        watch = new StallWatch("far", new Destination.Part(ledger, agent), 0, log::add);
    }

    private void look(final int second)
    {
        watch.observe(second * SECOND_NS);
    }
}
