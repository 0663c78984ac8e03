package relay.perf.burst;

import java.util.SortedMap;

/**
 * Counts of the relay at rest, over one run.
 *
 * @param received    datagrams that arrived.
 * @param copies      further ones owed because a flow has several destinations; {@link #UNKNOWN} if it is unknown.
 * @param sent        copies sent.
 * @param dropped     datagrams and copies dropped.
 * @param inFlight    copies neither sent nor dropped; {@link #UNKNOWN} if it is unknown.
 * @param imbalance   what the others leave unexplained.
 * @param kernelDrops datagrams that its sockets had no room for; {@link #UNKNOWN} if it is unknown.
 * @param errors      of its threads; {@link #UNKNOWN} if it is unknown.
 * @param drops       by the label of the reason, those that happened.
 */
record RelayCounts(
    long received, long copies, long sent, long dropped, long inFlight, long imbalance, long kernelDrops, long errors,
    SortedMap<String, Long> drops)
{
    static final long UNKNOWN = -1;
}
