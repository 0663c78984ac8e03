package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import relay.tools.send.TrafficProfile.Flow;
import relay.tools.send.TrafficProfile.Step;
import relay.tools.send.TrafficProfile.Surges;

class TrafficProfileTest
{
    private static final long SECOND_NS = 1_000_000_000;
    private static final long MS_NS = 1_000_000;
    private static final WeightedRanges ONE = WeightedRanges.parse("1", 1, 1);
    private static final WeightedRanges LENGTHS = WeightedRanges.parse("100-200", 40, 1_000);

    private record Arrival(long dueNs, int length, int flow)
    {
    }

    @Test
    void shouldSendTheSameForTheSameSeedToTheByte()
    {
        final TrafficProfile profile = profile(List.of(random(2, 5_000, "1:50,2-9:50", 1_000)), List.of(), null);
        final List<InetSocketAddress> destinations =
            IntStream.range(0, 2).mapToObj(i -> new InetSocketAddress("239.1.1." + i, 5_000)).toList();
        final List<byte[]> all = new ArrayList<>();
        final List<Arrival> times = new ArrayList<>();
        for (final long seed : new long[]{7, 7, 8})
        {
            try (ProbeSource source =
                new ProbeSource(profile.arrivals(seed, 1), destinations, 1_000, Long.MAX_VALUE, seed, 42))
            {
                source.epochClock(() -> 1_000).onStart(() -> 0, 0);
                while (source.next())
                {
                    final byte[] payload = new byte[source.length()];
                    source.buffer().getBytes(source.offset(), payload);
                    all.add(payload);
                    times.add(new Arrival(source.dueNs(), source.length(), source.destination().hashCode()));
                }
                assertFalse(source.next());
            }
        }

        assertEquals(3_000, all.size());
        for (int i = 0; i < 1_000; i++)
        {
            assertArrayEquals(all.get(i), all.get(i + 1_000));
        }
        assertEquals(times.subList(0, 1_000), times.subList(1_000, 2_000));
        assertNotEquals(times.subList(0, 1_000), times.subList(2_000, 3_000));
    }

    @Test
    void shouldNeverGoBackAndKeepItsMeanRate()
    {
        final TrafficProfile profile = profile(
            List.of(random(3, 20_000, "1:50,2-30:50", 5_000), periodic(2, 10 * MS_NS, 20, 3 * MS_NS, false)),
            List.of(new Step(100 * MS_NS, 0.2, 0.2), new Step(50 * MS_NS, 0.2, 5)), null);
        final List<Arrival> arrivals = arrivals(profile, 1, 10 * SECOND_NS);

        assertEquals(20_000 + 2 * 2_000, profile.meanRate(), 1e-6);
        assertEquals(profile.meanRate() * 10, arrivals.size(), profile.meanRate() * 10 * 0.03);
        for (int i = 1; i < arrivals.size(); i++)
        {
            assertTrue(arrivals.get(i).dueNs() >= arrivals.get(i - 1).dueNs());
        }
    }

    @Test
    void shouldKeepPeriodsWithoutDrift()
    {
        final List<Arrival> arrivals =
            arrivals(profile(List.of(periodic(1, 20 * MS_NS, 3, 0, true)), List.of(), null), 1, SECOND_NS);

        assertEquals(150, arrivals.size());
        for (int i = 0; i < arrivals.size(); i++)
        {
            assertEquals(i / 3 * 20 * MS_NS + i % 3 * 1_000, arrivals.get(i).dueNs());
        }
    }

    @Test
    void shouldLetEveryFewthTrainBeAKeyFrame()
    {
        final Flow flow = new Flow("frames", 1, 1, 0, 20 * MS_NS, true, 0, WeightedRanges.parse("2", 1, 9), 1_000,
            LENGTHS, 5, WeightedRanges.parse("7", 1, 9));
        final List<Arrival> arrivals = arrivals(profile(List.of(flow), List.of(), null), 1, 200 * MS_NS);

        assertEquals(2 * (7 + 4 * 2), arrivals.size());
        assertEquals(6, arrivals.stream().filter(each -> each.dueNs() % (100 * MS_NS) > 0 &&
            each.dueNs() < 20 * MS_NS).count());
    }

    @Test
    void shouldBeBusyInItsPhases()
    {
        final TrafficProfile profile = profile(List.of(random(1, 10_000, "1", 0)),
            List.of(new Step(100 * MS_NS, 0, 0), new Step(100 * MS_NS, 1, 1), new Step(200 * MS_NS, 3, 3)), null);
        final long[] perPhase = new long[4];
        for (final Arrival arrival : arrivals(profile, 3, 4 * SECOND_NS))
        {
            perPhase[(int)(arrival.dueNs() % (400 * MS_NS) / (100 * MS_NS))]++;
        }

        assertEquals(0, perPhase[0]);
        assertEquals(40_000 / 7.0, perPhase[1], 400);
        assertEquals(6 * 40_000 / 7.0, perPhase[2] + perPhase[3], 1_000);
    }

    @Test
    void shouldSurgeOnceInEveryPeriod()
    {
        final TrafficProfile profile = profile(List.of(random(4, 10_000, "1", 0)), List.of(),
            new Surges(100 * MS_NS, List.of(new Step(MS_NS, 50, 50))));
        final int[] perMs = new int[1_000];
        arrivals(profile, 5, SECOND_NS).forEach(arrival -> perMs[(int)(arrival.dueNs() / MS_NS)]++);

        for (int period = 0; period < 10; period++)
        {
            int busiest = 0;
            for (int i = 0; i < 100; i++)
            {
                busiest = Math.max(busiest, perMs[period * 100 + i]);
            }
            // of 336 in the surge, half at least within one of the two milliseconds that it touches; 6.7 otherwise
            assertTrue(busiest > 100, "period " + period + ": " + busiest);
        }
        assertEquals(20, IntStream.of(perMs).filter(count -> count > 25).count(), 10);
    }

    @Test
    void shouldScaleWhatArrivesButNotTheTimes()
    {
        final TrafficProfile profile = profile(
            List.of(random(1, 10_000, "1:50,2-9:50", 1_000), periodic(4, MS_NS, 1, 0, false)), List.of(), null);

        assertEquals(28_000, profile.measure(1, 2, 10 * SECOND_NS).meanRate(), 28_000 * 0.03);
        assertEquals(1_400, profile.measure(1, 0.1, 10 * SECOND_NS).meanRate(), 1_400 * 0.06);
    }

    @Test
    void shouldSpreadSourcesOverGroups()
    {
        final Flow flow = new Flow(
            "things", 3, 7, 0, MS_NS, false, 0, ONE, 0, LENGTHS, 0, null);
        final long[] perGroup = new long[4];
        arrivals(profile(List.of(periodic(1, MS_NS, 1, 0, false), flow), List.of(), null), 1, 100 * MS_NS)
            .forEach(arrival -> perGroup[arrival.flow()]++);

        assertEquals(List.of(100L, 300L, 200L, 200L), Arrays.stream(perGroup).boxed().toList());
    }

    private static List<Arrival> arrivals(final TrafficProfile profile, final long seed, final long overNs)
    {
        final List<Arrival> all = new ArrayList<>();
        final Arrivals arrivals = profile.arrivals(seed, 1);
        for (arrivals.next(); arrivals.dueNs() < overNs; arrivals.next())
        {
            all.add(new Arrival(arrivals.dueNs(), arrivals.length(), arrivals.flow()));
        }
        return all;
    }

    private static Flow random(final int groups, final long rate, final String train, final long spacingNs)
    {
        return new Flow("random", groups, groups, rate, 0, false, 0, WeightedRanges.parse(train, 1, 100), spacingNs,
            LENGTHS, 0, null);
    }

    private static Flow periodic(
        final int sources, final long everyNs, final int train, final long jitterNs, final boolean isAligned)
    {
        return new Flow("periodic", 1, sources, 0, everyNs, isAligned, jitterNs,
            WeightedRanges.parse(Integer.toString(train), 1, 100), 1_000, LENGTHS, 0, null);
    }

    private static TrafficProfile profile(final List<Flow> flows, final List<Step> phases, final Surges surges)
    {
        return new TrafficProfile("test", "", flows, phases, surges,
            new TrafficProfile.Figures(0, 0, 0, 0, 0, SECOND_NS, 0.1));
    }
}
