package relay.perf.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What generator and sink saw in one run, warm-up excluded.
 *
 * @param rate          that was asked for, datagrams a second.
 * @param sent          datagrams.
 * @param received      of these, each counted once.
 * @param duplicates    more copies of datagrams that had been received.
 * @param reordered     datagrams that a later one of their group had overtaken.
 * @param corrupt       datagrams with another length or content than they were sent with.
 * @param sendErrors    datagrams that the generator's system refused.
 * @param sendingNs     from when the first one was due to when the last one had been sent.
 * @param sendCallNs    within the generator's calls to send, all of them.
 * @param lateMaxNs     from when a datagram was due to when it was sent, at worst.
 * @param wallNs        over which the times below were taken.
 * @param processNs     CPU time of the contestant's processes.
 * @param processWaitNs for which threads of these processes wanted to run and could not, added up.
 * @param ownWaitNs     for which generator and sink wanted to run and could not.
 * @param coreIdleNs    of the relay's core.
 * @param coreSoftirqNs of the relay's core, interrupts and what follows from them; by the kernel's samples.
 * @param relayDrops    datagrams that had no room in a socket of the contestant.
 * @param sinkDrops     datagrams that had no room in the sink's socket.
 * @param softnetDrops  packets that the kernel's backlog had no room for, on all cores.
 * @param silent        groups of which nothing arrived.
 * @param lostAfter     datagrams lost since the second rate, 0 without one.
 * @param lastLostNs    from the first datagram at the second rate to the last that was lost; -1 if none was.
 * @param latency       from when a datagram was due to when the sink had it, in nanoseconds.
 */
public record Trial(
    long rate, long sent, long received, long duplicates, long reordered, long corrupt, long sendErrors, long sendingNs,
    long sendCallNs, long lateMaxNs, long wallNs, long processNs, long processWaitNs, long ownWaitNs, long coreIdleNs,
    long coreSoftirqNs, long relayDrops, long sinkDrops, long softnetDrops, long silent, long lostAfter,
    long lastLostNs, Histogram latency)
{
    /** Of the datagrams sent. */
    static final double LOSS_MAX = 0.001;
    private static final double RATE_SHORTFALL_MAX = 0.02;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double SECOND_NS = 1e9;
    private static final double MICROSECOND_NS = 1e3;

    /**
     * @param rate  that was asked for.
     * @param lines {@code key=value}, what the program printed.
     * @return the same.
     * @throws BenchException if something is missing or is no number.
     */
    static Trial parse(final long rate, final List<String> lines)
    {
        final Map<String, String> values = new HashMap<>();
        for (final String line : lines)
        {
            final int equals = line.indexOf('=');
            if (equals > 0)
            {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new Trial(rate, number(values, "sent"), number(values, "received"), number(values, "duplicates"),
            number(values, "reordered"), number(values, "corrupt"), number(values, "send-errors"),
            number(values, "sending-ns"), number(values, "send-call-ns"), number(values, "late-max-ns"),
            number(values, "wall-ns"), number(values, "process-ns"), number(values, "process-wait-ns"),
            number(values, "own-wait-ns"), number(values, "core-idle-ns"), number(values, "core-softirq-ns"),
            number(values, "relay-drops"), number(values, "sink-drops"),
            number(values, "softnet-drops"), number(values, "silent-targets"),
            optional(values, "lost-after-switch", 0), optional(values, "last-lost-ns", -1), histogram(values));
    }

    /**
     * @return part of the datagrams that did not arrive, 0 to 1.
     */
    public double loss()
    {
        return (double)(sent - received) / sent;
    }

    boolean isLossFree()
    {
        return loss() <= LOSS_MAX;
    }

    /**
     * @return datagrams a second that were really sent.
     */
    public double achievedRate()
    {
        return sent * SECOND_NS / sendingNs;
    }

    /**
     * @return whether the generator could not send as fast as it was told to.
     */
    public boolean isGeneratorLimited()
    {
        return achievedRate() < rate * (1 - RATE_SHORTFALL_MAX);
    }

    /**
     * @return CPU time of the contestant's processes for each datagram that arrived, in microseconds.
     */
    public double processUs()
    {
        return processNs / MICROSECOND_NS / received;
    }

    /**
     * @return time that the relay's core was not idle for each datagram that arrived, in microseconds; whatever ran.
     */
    double coreUs()
    {
        return Math.max(0, wallNs - coreIdleNs) / MICROSECOND_NS / received;
    }

    /**
     * @return part of the time, 0 to 1, for which something other than the contestant had the relay's core.
     */
    double foreignShare()
    {
        return Math.max(0, (double)(wallNs - coreIdleNs - processNs) / wallNs);
    }

    /**
     * @return part of the time, 0 to 1, for which generator and sink were not let run: what was due was sent late, and
     *     what arrived was taken late.
     */
    double ownWaitShare()
    {
        return (double)ownWaitNs / wallNs;
    }

    /**
     * @return time in the generator's call for each datagram, in microseconds: sending, and all that the kernel does
     *     with it on that core.
     */
    double sendUs()
    {
        return sendCallNs / MICROSECOND_NS / sent;
    }

    /**
     * @param percentile 0 to 100; 100 is the longest.
     * @return microseconds.
     */
    public double latencyUs(final double percentile)
    {
        return latency.getValueAtPercentile(percentile) / MICROSECOND_NS;
    }

    private static Histogram histogram(final Map<String, String> values)
    {
        final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        for (final String bucket : text(values, "latency").strip().split(" "))
        {
            final int colon = bucket.indexOf(':');
            if (colon > 0)
            {
                histogram.recordValueWithCount(
                    parse("latency", bucket.substring(0, colon)), parse("latency", bucket.substring(colon + 1)));
            }
        }
        return histogram;
    }

    private static long number(final Map<String, String> values, final String key)
    {
        return parse(key, text(values, key));
    }

    private static long optional(final Map<String, String> values, final String key, final long absent)
    {
        return values.containsKey(key) ? number(values, key) : absent;
    }

    private static String text(final Map<String, String> values, final String key)
    {
        final String text = values.get(key);
        if (null == text)
        {
            throw new BenchException("the traffic program printed no '" + key + "'");
        }
        return text;
    }

    private static long parse(final String key, final String text)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new BenchException("the traffic program printed " + key + " '" + text + "', which is no number", ex);
        }
    }
}
