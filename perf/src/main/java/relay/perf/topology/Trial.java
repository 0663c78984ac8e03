package relay.perf.topology;

import com.google.gson.annotations.Expose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.HdrHistogram.Histogram;
import relay.perf.machine.BenchException;
import relay.perf.outcome.Derived;
import relay.perf.outcome.Keys;

/**
 * The observations of generator and sink in one run, warm-up excluded.
 *
 * @param rate          asked for, in datagrams a second.
 * @param sent          datagrams.
 * @param received      of these, each counted once.
 * @param duplicates    more copies of datagrams that had been received.
 * @param reordered     datagrams that a later one of their group had overtaken.
 * @param corrupt       datagrams with another length or content than they were sent with.
 * @param sendErrors    datagrams that the generator's system refused.
 * @param sendingNs     from when the first one was due to when the last one had been sent.
 * @param sendCallNs    within the generator's calls to send, all of them.
 * @param sendLateMaxNs from when a datagram was due to when it was sent, at worst.
 * @param wallNs        over which the times below were taken.
 * @param processNs     CPU time of the peer's processes.
 * @param processWaitNs for which threads of these processes wanted to run and could not, added up.
 * @param ownWaitNs     for which generator and sink wanted to run and could not.
 * @param coreIdleNs    of the relay's core.
 * @param coreSoftirqNs of the relay's core, interrupts and what follows from them; by the kernel's samples.
 * @param relayDrops    datagrams that had no room in a socket of the peer.
 * @param sinkDrops     datagrams that had no room in the sink's socket.
 * @param softnetDrops  packets that the kernel's backlog had no room for, on all cores.
 * @param silent        groups from which nothing arrived.
 * @param lostAfter     datagrams lost since the second rate, 0 without one.
 * @param lastLostNs    from the first datagram at the second rate to the last that was lost; -1 if none was.
 * @param latency       from when a datagram was due to when the sink had it, in nanoseconds.
 */
public record Trial(
    long rate, long sent, long received, long duplicates, long reordered, long corrupt, long sendErrors, long sendingNs,
    long sendCallNs, long sendLateMaxNs, long wallNs, long processNs, long processWaitNs, long ownWaitNs,
    long coreIdleNs, long coreSoftirqNs, long relayDrops, long sinkDrops, long softnetDrops, long silent,
    long lostAfter, long lastLostNs, @Expose(serialize = false) Histogram latency)
    implements Derived
{
    /** Part of the datagrams sent. */
    public static final double LOSS_MAX = 0.001;
    private static final double RATE_SHORTFALL_MAX = 0.02;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double SECOND_NS = 1e9;
    private static final double MICROSECOND_NS = 1e3;

    /**
     * @param rate  asked for.
     * @param lines of the traffic program, {@code key=value}.
     * @return the same.
     * @throws BenchException if a value is missing or is no number.
     */
    static Trial parse(final long rate, final List<String> lines)
    {
        final Map<String, String> values = new HashMap<>();
        lines.stream().map(line -> line.split("=", 2)).filter(pair -> 2 == pair.length)
            .forEach(pair -> values.put(pair[0], pair[1]));
        return new Trial(rate, number(values, "sent"), number(values, "received"), number(values, "duplicates"),
            number(values, "reordered"), number(values, "corrupt"), number(values, "send-errors"),
            number(values, "sending-ns"), number(values, "send-call-ns"), number(values, "late-max-ns"),
            number(values, "wall-ns"), number(values, "process-ns"), number(values, "process-wait-ns"),
            number(values, "own-wait-ns"), number(values, "core-idle-ns"), number(values, "core-softirq-ns"),
            number(values, "relay-drops"), number(values, "sink-drops"),
            number(values, "softnet-drops"), number(values, "silent-targets"),
            number(values, "lost-after-switch"), number(values, "last-lost-ns"), histogram(text(values, "latency")));
    }

    /** Part of the datagrams that did not arrive, 0 to 1. */
    public double loss()
    {
        return (double)(sent - received) / sent;
    }

    /**
     * @param copies of each datagram that were due, which the sink counts as duplicates.
     * @return part of all copies that did not arrive.
     */
    public double lossOf(final int copies)
    {
        final double due = (double)sent * copies;
        return Math.max(0, (due - received - (1 == copies ? 0 : duplicates)) / due);
    }

    /** Datagrams a second that were really sent. */
    public double achievedRate()
    {
        return sent * SECOND_NS / sendingNs;
    }

    /** Whether the generator was slower than asked for. */
    public boolean isGeneratorLimited()
    {
        return achievedRate() < rate * (1 - RATE_SHORTFALL_MAX);
    }

    /** Whether datagrams arrived that may not. */
    public boolean isWrong()
    {
        return duplicates + reordered + corrupt > 0;
    }

    /** CPU time of the peer's processes for each datagram that arrived, in microseconds. */
    public double processUs()
    {
        return processNs / MICROSECOND_NS / received;
    }

    /** Busy time of the relay's core for each datagram that arrived, in microseconds; whatever ran. */
    public double coreUs()
    {
        return Math.max(0, wallNs - coreIdleNs) / MICROSECOND_NS / received;
    }

    /** Part of the time, 0 to 1, for which something other than the peer had the relay's core. */
    public double foreignShare()
    {
        return Math.max(0, (double)(wallNs - coreIdleNs - processNs) / wallNs);
    }

    /** Part of the time, 0 to 1, for which generator and sink waited for their core: sent late, took late. */
    public double ownWaitShare()
    {
        return (double)ownWaitNs / wallNs;
    }

    /** Time in the generator's call for each datagram, in microseconds, with all that the kernel does in it. */
    public double sendUs()
    {
        return sendCallNs / MICROSECOND_NS / sent;
    }

    /** Microseconds; percentile 100 is the longest. */
    public double latencyUs(final double percentile)
    {
        return latency.getValueAtPercentile(percentile) / MICROSECOND_NS;
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return Keys.of("achievedRate", achievedRate(), "loss", loss(), "processUs", processUs(), "coreUs", coreUs(),
            "sendUs", sendUs(), "latencyNs", Keys.of(
                "p50", latency.getValueAtPercentile(50), "p90", latency.getValueAtPercentile(90),
                "p99", latency.getValueAtPercentile(99), "p999", latency.getValueAtPercentile(99.9),
                "max", latency.getValueAtPercentile(100)));
    }

    private static Histogram histogram(final String text)
    {
        final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        for (final String bucket : text.isBlank() ? new String[0] : text.strip().split(" "))
        {
            final String[] pair = bucket.split(":", 2);
            histogram.recordValueWithCount(parse("latency", pair[0]), parse("latency", pair[1]));
        }
        return histogram;
    }

    private static long number(final Map<String, String> values, final String key)
    {
        return parse(key, text(values, key));
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
