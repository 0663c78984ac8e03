package relay.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BurstTrainsTest
{
    private static final long GAP_NS = BurstTrains.GAP_MAX_NS;

    private final BurstTrains trains = new BurstTrains();

    @Test
    void shouldSeeNoTrainInDatagramsApart()
    {
        trains.onDatagram(0, 100);
        trains.onDatagram(GAP_NS + 1, 100);
        assertTrains(0, 0, 0, 0);
    }

    @Test
    void shouldCountRunsOfTwoAndMore()
    {
        trains.onDatagram(5, 100);
        trains.onDatagram(5 + GAP_NS, 200);
        assertTrains(1, 2, 2, 300);
        trains.onDatagram(5 + 2 * GAP_NS, 300);
        assertTrains(1, 3, 3, 600);
        trains.onDatagram(5 + 3 * GAP_NS + 1, 1_000);
        trains.onDatagram(5 + 3 * GAP_NS + 1, 1_000);
        assertTrains(2, 5, 3, 2_000);
    }

    @Test
    void shouldEndATrainWhenTimeGoesBack()
    {
        trains.onDatagram(100, 1);
        trains.onDatagram(101, 1);
        trains.onDatagram(100, 1);
        trains.onDatagram(100, 1);
        assertTrains(2, 4, 2, 2);
    }

    @Test
    void shouldSortThemByLength()
    {
        for (final int length : new int[]{1, 2, 3, 4, 7, 8, 100, 1})
        {
            final long startNs = trains.datagrams() * 1_000_000 + length * 100_000_000L;
            for (int i = 0; i < length; i++)
            {
                trains.onDatagram(startNs + i, 10);
            }
        }
        assertTrains(6, 124, 100, 1_000);
        assertEquals(2, trains.count(0), "2-3");
        assertEquals(2, trains.count(1), "4-7");
        assertEquals(1, trains.count(2), "8-15");
        assertEquals(0, trains.count(3), "16-31");
        assertEquals(1, trains.count(5), "64-127");
    }

    private void assertTrains(final long count, final long datagrams, final long longest, final long longestBytes)
    {
        assertEquals(count, trains.count());
        assertEquals(datagrams, trains.datagrams());
        assertEquals(longest, trains.longest());
        assertEquals(longestBytes, trains.longestBytes());
    }
}
