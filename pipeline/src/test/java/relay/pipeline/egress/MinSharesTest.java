package relay.pipeline.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.DestinationConfig;
import relay.config.TrafficClass;
import relay.config.Units;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pool.BufferCounts;
import relay.transport.SendOutcome;

/**
 * One destination, whose lanes always have packets unless a test says otherwise.
 */
class MinSharesTest
{
    private static final int BACKLOG = 300;
    private static final int LONGEST = 9_000;
    private static final long PERCENT = Units.SHARE_WHOLE / 100;
    private static final long BOUND_BYTES = MinShares.CREDIT_MAX_BYTES + LONGEST;
    private static final DestinationConfig DESTINATION = DestinationConfig.of("far", null).maxLag(1);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final DestinationLedger ledger = new DestinationLedger("far", Counters.inMemory());
    private final List<Member> members = new ArrayList<>();

    /** A class that the destination sends. */
    private final class Member
    {
        private final TestLane lane;
        private final ScriptedSender sender = new ScriptedSender();
        private final EgressLane egress;
        private boolean isBusy = true;
        private double lowest;

        Member(final int priority, final int weight, final long minShare)
        {
            lane = new TestLane(TrafficClass.of("class-" + members.size(), priority, weight, 0,
                new BufferCounts(BACKLOG, BACKLOG, BACKLOG, 0)).minShare(minShare), 1);
            egress = new EgressLane(
                lane.trafficClass(), lane.lane().reader(0), sender, ledger, clock, new boolean[] {true}, DESTINATION);
            members.add(this);
        }

        void fill(final SplittableRandom random, final int length)
        {
            while (isBusy && lane.lane().stage().position() - lane.lane().reader(0).position() < BACKLOG - 1)
            {
                lane.put(0, null == random ? length : 1 + random.nextInt(length), 0);
            }
        }

        /**
         * @return how much further it is behind its share now than it ever was since it has had packets all the time.
         */
        double shortfall(final long total)
        {
            final double behind =
                (double)lane.trafficClass().minShare() * total / Units.SHARE_WHOLE - sender.sentBytes();
            lowest = egress.hasBacklog() ? Math.min(lowest, behind) : behind;
            return behind - lowest;
        }
    }

    @Test
    void shouldGiveALowPriorityItsShareUnderSaturation()
    {
        final Member urgent = new Member(0, 1, 0);
        final Member bulk = new Member(1, 1, 10 * PERCENT);
        final Member rest = new Member(1, 1, 0);
        run(new EgressAgent(DESTINATION, clock, lanes()), 500, 1_000);
        assertEquals(10, 100.0 * bulk.sender.sentBytes() / total(), 0.5);
        assertEquals(0, rest.sender.sentBytes(), "its neighbour's guarantee is not for it");
        assertEquals(90, 100.0 * urgent.sender.sentBytes() / total(), 0.5);
    }

    @Test
    void shouldShareTheRestByPriorityAndWeight()
    {
        final Member bulk = new Member(2, 1, 20 * PERCENT);
        final Member first = new Member(0, 3, 0);
        final Member second = new Member(0, 1, 0);
        run(new EgressAgent(DESTINATION, clock, lanes()), 500, 1_000);
        assertEquals(20, 100.0 * bulk.sender.sentBytes() / total(), 0.5);
        assertEquals(60, 100.0 * first.sender.sentBytes() / total(), 0.5);
        assertEquals(20, 100.0 * second.sender.sentBytes() / total(), 0.5);
    }

    @Test
    void shouldGiveTheShareOfTheRateToo()
    {
        final Member urgent = new Member(0, 1, 0);
        final Member bulk = new Member(1, 1, 25 * PERCENT);
        final EgressAgent agent = new EgressAgent(DESTINATION.rate(80_000_000), clock, lanes()); // 10 B a microsecond
        for (int i = 0; i < 20_000; i++)
        {
            run(agent, 1, 1_400);
            clock.advance(100_000);
        }
        assertEquals(25, 100.0 * bulk.sender.sentBytes() / total(), 0.5);
        final long allowed = 19_999 * 1_000 + DestinationConfig.BURST_DEFAULT_BYTES;
        final long sent = urgent.sender.sentBytes() + bulk.sender.sentBytes();
        assertTrue(sent <= allowed && sent > allowed - 3_000, "no tokens are left to lie: " + sent + " of " + allowed);
    }

    @Test
    void shouldNotSaveUpWithoutPacketsNorOweWhatItGotInItsTurn()
    {
        final Member urgent = new Member(0, 1, 0);
        final Member bulk = new Member(1, 1, 50 * PERCENT);
        final EgressAgent agent = new EgressAgent(DESTINATION, clock, lanes());
        bulk.isBusy = false;
        run(agent, 200, 1_000);
        bulk.isBusy = true;
        final long before = total();
        run(agent, 4, 1_000);
        assertEquals(0.5 * (total() - before), bulk.sender.sentBytes(), MinShares.SLICE_BYTES + 1_000);
        urgent.isBusy = false;
        run(agent, 200, 1_000);
        urgent.isBusy = true;
        final long urgentBefore = urgent.sender.sentBytes();
        final long bulkBefore = bulk.sender.sentBytes();
        run(agent, 4, 1_000);
        assertEquals(urgent.sender.sentBytes() - urgentBefore, bulk.sender.sentBytes() - bulkBefore,
            2 * MinShares.SLICE_BYTES);
    }

    @Test
    void shouldLetOthersGoWhileTheReceiverHoldsItBack()
    {
        final Member urgent = new Member(0, 1, 0);
        final Member bulk = new Member(1, 1, 50 * PERCENT);
        bulk.sender.always(SendOutcome.BACK_PRESSURED);
        run(new EgressAgent(DESTINATION, clock, lanes()), 100, 1_000);
        assertTrue(urgent.sender.sentBytes() > 100 * 200 * 1_000L, "sent " + urgent.sender.sentBytes());
    }

    /**
     * Whatever is waiting, for as long as a class has packets it gets its share of every window but for a bounded
     * number of bytes; and no more than that beyond strict priority, while the first priority has packets.
     *
     * @param seed of classes, packets and pauses.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_123, -77, 4_711})
    void shouldKeepTheGuaranteeInEveryWindow(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        new Member(0, 1, 0);
        long left = Units.SHARE_WHOLE;
        for (int i = 0; i < 4; i++)
        {
            final long share = random.nextLong(left / 2);
            left -= share;
            new Member(random.nextInt(1, 4), 1 + random.nextInt(5), 0 == random.nextInt(3) ? 0 : share);
        }
        final boolean isShaped = random.nextBoolean();
        final EgressAgent agent =
            new EgressAgent(DESTINATION.rate(isShaped ? 4_000_000_000L : 0), clock, lanes());
        for (int cycle = 0; cycle < 3_000; cycle++)
        {
            for (final Member member : members.subList(1, members.size()))
            {
                member.isBusy = random.nextInt(100) > 0 == member.isBusy;
            }
            members.forEach(member -> member.fill(random, LONGEST));
            agent.doWork();
            clock.advance(random.nextInt(200_000));
            final long total = total();
            for (final Member member : members)
            {
                final double shortfall = member.shortfall(total);
                assertTrue(shortfall <= BOUND_BYTES, "seed " + seed + " cycle " + cycle + ": " + shortfall);
            }
            for (final Member member : members.subList(1, members.size()))
            {
                final double share = member.lane.trafficClass().minShare() / (double)Units.SHARE_WHOLE;
                assertTrue(member.sender.sentBytes() <= share * total + BOUND_BYTES, "seed " + seed);
            }
        }
    }

    private void run(final EgressAgent agent, final int cycles, final int length)
    {
        for (int i = 0; i < cycles; i++)
        {
            members.forEach(member -> member.fill(null, length));
            agent.doWork();
        }
    }

    private List<EgressLane> lanes()
    {
        return members.stream().map(member -> member.egress).toList();
    }

    private long total()
    {
        return members.stream().mapToLong(member -> member.sender.sentBytes()).sum();
    }
}
