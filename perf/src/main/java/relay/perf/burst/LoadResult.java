package relay.perf.burst;

import com.google.gson.annotations.Expose;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import relay.perf.outcome.Derived;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Verdict;

/**
 * The result of one load, with the keys of docs/burst.md: they are added, never renamed.
 *
 * @param name      of the load, without blanks and commas.
 * @param startMs   when it began, milliseconds since the epoch.
 * @param sending   what the source did.
 * @param sink      what came, and how.
 * @param latency   from when each datagram was due to when it came, in nanoseconds.
 * @param account   counts of the relay; null if it has none.
 * @param obstacle  reason why it has none; null if it has.
 * @param ofRelayNs lifetimes and residences by tag.
 * @param series    against time.
 * @param waits     for cores.
 * @param doubts    caveats, a line each.
 * @param judged    what was asserted of it, in order.
 */
record LoadResult(
    String name, long startMs, Sending sending, Sink sink, @Expose(serialize = false) Histogram latency,
    RelayCounts account, String obstacle, SortedMap<String, Histogram> ofRelayNs, Series series, Waits waits,
    List<String> doubts, @Expose(serialize = false) List<Verdict> judged) implements Derived
{
    private static final double SECOND_NS = 1e9;

    /**
     * @return whether there are latencies: only where datagrams were due at times of their own.
     */
    boolean isTimed()
    {
        return sending.isPaced() && latency.getTotalCount() > 0;
    }

    /**
     * @param kind of a chart.
     * @return name of it, fit for the name of a file.
     */
    String chartName(final String kind)
    {
        return kind + "-" + name.replaceAll("[^A-Za-z0-9.+]", "_");
    }

    boolean holds()
    {
        return judged.stream().allMatch(Verdict::holds);
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return Keys.of("holds", holds(), "latencyNs", sending.isPaced() ? latency : null, "verdicts", judged.stream()
            .map(each -> Keys.of("clause", each.name(), "measured", each.words(), "verdict", each.state())).toList());
    }

    /**
     * Counts and times of the source.
     *
     * @param sent       datagrams that the kernel took.
     * @param bytes      payload of these.
     * @param failed     sends that failed.
     * @param wantedNs   from when the first was due to when the last was.
     * @param achievedNs from when the first was sent to when the last was.
     * @param latenessNs from when each was due to when it had been sent.
     */
    record Sending(long sent, long bytes, long failed, long wantedNs, long achievedNs, Histogram latenessNs)
        implements Derived
    {
        /**
         * @return datagrams a second; NaN if no time went by.
         */
        double rate()
        {
            return achievedNs > 0 ? (sent - 1) * SECOND_NS / achievedNs : Double.NaN;
        }

        /**
         * @return bits of payload a second; 0 if no time went by.
         */
        double bitRate()
        {
            return achievedNs > 0 ? bytes * Byte.SIZE * SECOND_NS / achievedNs : 0;
        }

        /**
         * @return what was achieved of the wanted rate, to which failed sends add nothing; NaN if it was sent as fast
         * as possible.
         */
        double rateRatio()
        {
            return timeRatio() * (sent - 1) / (sent + failed - 1);
        }

        /**
         * @return the time that it should have taken by that which it took; NaN if it was sent as fast as possible.
         */
        double timeRatio()
        {
            return isPaced() && achievedNs > 0 ? (double)wantedNs / achievedNs : Double.NaN;
        }

        /**
         * @return whether datagrams were due at times of their own.
         */
        boolean isPaced()
        {
            return wantedNs > 0;
        }

        @Override
        public SequencedMap<String, ?> derived()
        {
            return Keys.of("isPaced", isPaced(), "rate", rate(), "rateRatio", rateRatio());
        }
    }

    /**
     * Counts of the sink.
     *
     * @param owed       datagrams, at all outputs together.
     * @param arrived    of these: those that came, unchanged, each counted once.
     * @param lost       of these.
     * @param corrupt    of these: those that came changed.
     * @param duplicates beyond these.
     * @param foreign    beyond these.
     * @param reordered  of those that arrived.
     * @param received   all that came.
     * @param bytes      payload of these.
     * @param unowed     sent to where no output gets it from.
     * @param stallMaxNs longest time in which nothing came although something was due.
     * @param drops      that the sink's own sockets had no room for; {@link RelayCounts#UNKNOWN} if it is unknown.
     */
    record Sink(
        long owed, long arrived, long lost, long corrupt, long duplicates, long foreign, long reordered, long received,
        long bytes, long unowed, long stallMaxNs, long drops)
    {
    }

    /**
     * Counts against time.
     *
     * @param due         datagrams by when they were due.
     * @param sent        datagrams by when they were sent, about.
     * @param received    datagrams by when they came.
     * @param inFlight    the most that were in the relay.
     * @param inFlightMax of all of it; {@link RelayCounts#UNKNOWN} if it is unknown.
     * @param drops       by reason.
     * @param bursts      in which more was due.
     */
    record Series(
        Bins due, Bins sent, Bins received, Bins inFlight, long inFlightMax, SortedMap<String, Bins> drops,
        List<BurstSpan> bursts) implements Derived
    {
        @Override
        public SequencedMap<String, ?> derived()
        {
            return Keys.of("inFlightMax", RelayCounts.UNKNOWN == inFlightMax ? null : inFlightMax);
        }
    }

    /**
     * Something against time, from the start on.
     *
     * @param widthNs of each bin.
     * @param values  of the bins.
     */
    record Bins(long widthNs, long[] values)
    {
    }

    /**
     * Time that threads were ready to run and had no core, in nanoseconds.
     *
     * @param ownNs   of source and sink.
     * @param relayNs of the data threads of a relay in this process.
     * @param wallNs  how long the load took.
     */
    record Waits(long ownNs, long relayNs, long wallNs)
    {
    }
}
