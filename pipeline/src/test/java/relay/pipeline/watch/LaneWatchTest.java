package relay.pipeline.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.Test;
import relay.config.DestinationConfig;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.TestLane;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pool.BufferCounts;

/**
 * A lane that goes to lan and site-b, the third and the first destination of the configuration.
 */
class LaneWatchTest
{
    private static final long SECOND_NS = 1_000_000_000;

    private final TestLane lane = new TestLane(
        TestLane.trafficClass("bulk", 0, 1, 0, new BufferCounts(8, 0, 0, 0)), 2);
    private final CountersManager counters = Counters.inMemory();
    private final List<String> log = new ArrayList<>();
    private final LaneWatch watch = new LaneWatch("worker 2 ", lane.lane(), List.of("lan", "site-b"),
        List.of("site-b", "other", "lan"), counters, log::add);

    @Test
    void shouldNameTheDestinationThatHoldsTheOldest()
    {
        watch.observe(50);
        assertCounters(0, -1);
        lane.put(0, 10, 100);
        lane.put(0, 10, 300);
        lane.lane().reader(0).release(1);
        watch.observe(400);
        assertCounters(300, 0);
        lane.lane().reader(1).release(1);
        watch.observe(500);
        assertCounters(0, -1);
        lane.put(0, 10, 500);
        lane.lane().reader(1).release(2);
        watch.observe(600);
        assertCounters(100, 2);
        assertEquals(300, watch.ageMaxNs());
        assertEquals("site-b", watch.gatedByAtMax());
        assertEquals(List.of(), log);
    }

    @Test
    void shouldBlameNobodyForWhatTheQosStageHasNotSeen()
    {
        lane.putUnjudged(0, 10, 100);
        watch.observe(400);
        assertCounters(300, -1);
        assertEquals("", watch.gatedByAtMax());
    }

    @Test
    void shouldTellOnceWhenItIsHeldForLongAndOnceWhenItIsNot()
    {
        lane.put(0, 10, 0);
        lane.lane().reader(0).release(0);
        watch.observe(SECOND_NS);
        assertEquals(List.of(), log);
        watch.observe(SECOND_NS + SECOND_NS / 5);
        watch.observe(3 * SECOND_NS);
        assertEquals(List.of("worker 2 class bulk: destination site-b has held the oldest packet for 1.2 s"), log);
        log.clear();
        lane.lane().reader(1).release(0);
        watch.observe(4 * SECOND_NS);
        watch.observe(5 * SECOND_NS);
        assertEquals(
            List.of("worker 2 class bulk: no packet is held any more for as long as that; the longest was 3.0 s"), log);
    }

    @Test
    void shouldTellEachTimeThatADestinationIsCutOffAndComesBack()
    {
        final DestinationLedger ledger = new DestinationLedger("far", counters);
        final CutOffWatch cutOffs = new CutOffWatch(
            new Destination(DestinationConfig.of("far", null), List.of(new Destination.Part(ledger, null))), log::add);
        ledger.onDisconnected();
        cutOffs.observe();
        cutOffs.observe();
        assertEquals(List.of("destination far: cut off for a while, since it held its share of the buffers " +
            "(when-slow: disconnect)"), log);
        ledger.onReconnected();
        ledger.onDisconnected();
        cutOffs.observe();
        assertEquals(3, log.size());
        assertEquals("destination far: sent to again", log.getLast());
    }

    private void assertCounters(final long ageNs, final long destination)
    {
        final List<String> values = new ArrayList<>();
        counters.forEach((id, typeId, key, label) ->
            values.add(label + "=" + counters.getCounterValue(id)));
        assertEquals(List.of("worker 2 lane bulk oldest_age_ns=" + ageNs,
            "worker 2 lane bulk gated_by=" + destination), values);
    }
}
