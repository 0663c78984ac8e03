package relay.pipeline;

import relay.observe.IntervalLog;

/**
 * How to run a relay, as opposed to what it shall do.
 *
 * @param aeronDirectory of an external media driver, or null to embed one.
 * @param histogramLog   to write lifetimes and residences to, closed with the relay; or null.
 * @param warmUpNs       how long to run a relay like this one on loopback sockets before the first group is joined, so
 *                       that no real datagram meets code that is not compiled; longer while the compiler is busy; 0 for
 *                       not at all.
 */
public record RelayOptions(String aeronDirectory, IntervalLog histogramLog, long warmUpNs)
{
    /** An embedded driver, no log, no warm-up. */
    public static final RelayOptions DEFAULT = new RelayOptions(null, null, 0);
}
