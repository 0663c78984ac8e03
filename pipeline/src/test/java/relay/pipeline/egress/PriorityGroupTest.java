package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.DestinationConfig;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.qos.Shaper;
import relay.pool.BufferCounts;
import relay.transport.SendOutcome;

class PriorityGroupTest
{
    private static final int LIMIT = 256;
    private static final int BACKLOG = 400;
    private static final boolean[] ALL_FLOWS = {true};
    private static final int LONGEST = 9_000;
    private static final DestinationConfig DESTINATION = DestinationConfig.of("d", null).maxLag(1);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final DestinationLedger ledger = new DestinationLedger("d", Counters.inMemory());

    /** A lane of the group under test. */
    private final class Member
    {
        private final TestLane lane;
        private final ScriptedSender sender = new ScriptedSender();
        private final EgressLane egress;

        Member(final int weight)
        {
            lane = new TestLane(
                TestLane.trafficClass("weight-" + weight, 0, weight, 0, new BufferCounts(BACKLOG, 50, 50, 10)), 1);
            egress = new EgressLane(
                lane.trafficClass(), lane.lane().reader(0), sender, ledger, clock, ALL_FLOWS, DESTINATION);
        }

        Member put(final int count, final int length)
        {
            for (int i = 0; i < count; i++)
            {
                lane.put(0, length, 0);
            }
            return this;
        }
    }

    @Test
    void shouldHaveNothingToDoWithoutPackets()
    {
        final PriorityGroup group = group(new Member(1), new Member(2));
        assertEquals(0, group.serve(0, LIMIT, Long.MAX_VALUE));
        assertFalse(group.isWaiting());
    }

    @Test
    void shouldServeALoneLaneUpToTheLimit()
    {
        final PriorityGroup group = group(new Member(1).put(BACKLOG, 1_500));
        assertEquals(LIMIT, group.serve(0, LIMIT, Long.MAX_VALUE));
        assertTrue(group.isWaiting());
        assertEquals(BACKLOG - LIMIT, group.serve(0, LIMIT, Long.MAX_VALUE));
        assertFalse(group.isWaiting());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77})
    void shouldShareInProportionToWeightsWithinAQuantum(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int[] weights = {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5)};
        final Member[] members = {new Member(weights[0]), new Member(weights[1]), new Member(weights[2])};
        final PriorityGroup group = group(members);
        for (int cycle = 0; cycle < 2_000; cycle++)
        {
            for (final Member member : members)
            {
                while (member.lane.lane().stage().position() - member.egress.reader().position() < 40)
                {
                    member.put(1, 1 + random.nextInt(random.nextBoolean() ? 200 : LONGEST));
                }
            }
            group.serve(0, 1 + random.nextInt(30), Long.MAX_VALUE);
            for (int i = 1; i < members.length; i++)
            {
                final double share = members[i].sender.sentBytes() / (double)weights[i];
                final double other = members[0].sender.sentBytes() / (double)weights[0];
                assertTrue(Math.abs(share - other) <= PriorityGroup.QUANTUM_BYTES + 2 * LONGEST,
                    "seed " + seed + " cycle " + cycle + ": " + share + " and " + other);
            }
        }
    }

    @Test
    void shouldNotLetAnIdleLaneSaveUpItsTurns()
    {
        final Member idle = new Member(1);
        final Member busy = new Member(1);
        final PriorityGroup group = group(idle, busy);
        for (int i = 0; i < 50; i++)
        {
            busy.put(40, 1_500);
            group.serve(0, LIMIT, Long.MAX_VALUE);
        }
        busy.put(100, 1_500);
        idle.put(100, 1_500);
        group.serve(0, 44, Long.MAX_VALUE);
        assertEquals(22 * 1_500, idle.sender.sentBytes(), 11 * 1_500, "a quantum is 11 of them");
    }

    @Test
    void shouldServeTheOthersWhileOneIsRefused()
    {
        final Member refused = new Member(5).put(10, 100);
        final Member other = new Member(1).put(100, 1_500);
        refused.sender.always(SendOutcome.BACK_PRESSURED);
        final PriorityGroup group = group(refused, other);
        assertEquals(100, group.serve(0, LIMIT, Long.MAX_VALUE));
        assertFalse(group.isWaiting(), "a stream that its receiver holds back makes nobody wait");
    }

    @Test
    void shouldGoOnWithTheSameTurnWhenTheRateAllows()
    {
        final Shaper shaper = new Shaper(8_000_000_000L, 1_500, 0); // a byte a nanosecond
        final Member first = new Member(1).put(30, 1_500);
        final Member second = new Member(1).put(30, 1_500);
        first.egress.pace().shapedBy(shaper, 0);
        second.egress.pace().shapedBy(shaper, 0);
        final PriorityGroup group = group(first, second);
        for (int i = 0; i < 22; i++)
        {
            assertEquals(1, group.serve(i * 1_500L, LIMIT, Long.MAX_VALUE));
            assertTrue(group.isWaiting());
        }
        assertEquals(11 * 1_500, first.sender.sentBytes());
        assertEquals(11 * 1_500, second.sender.sentBytes());
    }

    @Test
    void shouldServeDatagramsLongerThanAQuantumWithoutIdleCycles()
    {
        final Member first = new Member(1).put(10, 65_507);
        final Member second = new Member(1).put(10, 65_507);
        final PriorityGroup group = group(first, second);
        for (int i = 0; i < 20; i++)
        {
            assertEquals(1, group.serve(0, 1, Long.MAX_VALUE), "datagram " + i);
        }
        assertEquals(first.sender.sentBytes(), second.sender.sentBytes());
        assertEquals(0, group.serve(0, LIMIT, Long.MAX_VALUE));
    }

    private static PriorityGroup group(final Member... members)
    {
        final EgressLane[] lanes = new EgressLane[members.length];
        for (int i = 0; i < members.length; i++)
        {
            lanes[i] = members[i].egress;
        }
        return new PriorityGroup(lanes);
    }
}
