package relay.perf.burst;

import java.util.List;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * What became of one load.
 *
 * @param name      of the load, without blanks and commas.
 * @param startMs   when it began, milliseconds since the epoch.
 * @param sending   what the source did.
 * @param sink      what came, and how.
 * @param latency   from when each datagram was due to when it came, in nanoseconds.
 * @param account   what the relay says; null if it says nothing.
 * @param obstacle  why it says nothing; null if it does.
 * @param ofRelay   lifetimes and residences by tag, in nanoseconds.
 * @param series    against time.
 * @param waits     for cores.
 * @param doubts    what makes the numbers worth less, a line each.
 */
record RunResult(
    String name, long startMs, Sending sending, Sink sink, Histogram latency, Account account, String obstacle,
    SortedMap<String, Histogram> ofRelay, Series series, Waits waits,
    List<String> doubts)
{
    private static final double SECOND_NS = 1e9;

    /**
     * What the source did.
     *
     * @param sent       datagrams that the kernel took.
     * @param bytes      payload of these.
     * @param failed     sends that failed.
     * @param wantedNs   from when the first was due to when the last was.
     * @param achievedNs from when the first was sent to when the last was.
     * @param lateness   from when each was due to when it had been sent, in nanoseconds.
     */
    record Sending(long sent, long bytes, long failed, long wantedNs, long achievedNs, Histogram lateness)
    {
        /**
         * @return datagrams a second; NaN if no time went by.
         */
        double rate()
        {
            return achievedNs > 0 ? (sent - 1) * SECOND_NS / achievedNs : Double.NaN;
        }

        /**
         * @return what was achieved of the wanted rate, to which failed sends add nothing; NaN if it was sent as fast as
         * possible.
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
    }

    /**
     * What came.
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
     * @param drops      that the sink's own sockets had no room for; {@link Account#UNKNOWN} if it cannot be told.
     */
    record Sink(
        long owed, long arrived, long lost, long corrupt, long duplicates, long foreign, long reordered, long received,
        long bytes, long unowed, long stallMaxNs, long drops)
    {
    }

    /**
     * What happened when.
     *
     * @param wanted   datagrams by when they were due.
     * @param sent     datagrams by when they were sent, about.
     * @param received datagrams by when they came.
     * @param inFlight the most that were in the relay.
     * @param inFlightMax of all of it; {@link Account#UNKNOWN} if it cannot be told.
     * @param drops    by reason.
     * @param bursts   in which more was due.
     */
    record Series(
        TimeBins wanted, TimeBins sent, TimeBins received, TimeBins inFlight, long inFlightMax,
        SortedMap<String, TimeBins> drops, List<Band> bursts)
    {
    }

    /**
     * How long threads that were ready to run had no core, in nanoseconds.
     *
     * @param ownNs   of source and sink.
     * @param relayNs of the data threads of a relay in this process.
     * @param wallNs  how long the load took.
     */
    record Waits(long ownNs, long relayNs, long wallNs)
    {
    }
}
