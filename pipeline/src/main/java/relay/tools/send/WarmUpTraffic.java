package relay.tools.send;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Made-up datagrams that code is compiled with before it counts: at random times, singly and in short trains, of
 * several lengths.
 */
public final class WarmUpTraffic
{
    private static final TrafficProfile.Flow SHAPE = new TrafficProfile.Flow("warm-up", 1, 1, 1, 0, false, 0,
        WeightedRanges.parse("1:6,2-5:1", 1, 5), 0,
        WeightedRanges.parse("40-100:2,1000:3,1400:1,3000:1", Probe.HEADER_LENGTH, Probe.LENGTH_MAX), 0, null);
    private static final TrafficProfile PROFILE =
        new TrafficProfile("warm-up", "", List.of(SHAPE), List.of(), null, null);

    private WarmUpTraffic()
    {
    }

    /**
     * @param destination of all.
     * @param rate        datagrams a second, on average.
     * @param durationNs  until the end.
     * @return the same datagrams for the same arguments, but for the run id.
     */
    public static ProbeSource of(final InetSocketAddress destination, final long rate, final long durationNs)
    {
        return new ProbeSource(
            PROFILE.arrivals(1, rate), List.of(destination), Long.MAX_VALUE, durationNs, 1, ProbeSource.newRunId());
    }
}
