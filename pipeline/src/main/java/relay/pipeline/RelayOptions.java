package relay.pipeline;

import relay.observe.HistogramLog;

/**
 * How to run a relay, as opposed to what it shall do.
 *
 * @param aeronDirectory of an external media driver, or null to embed one.
 * @param histogramLog   to write lifetimes and residences to, closed with the relay; or null.
 */
public record RelayOptions(String aeronDirectory, HistogramLog histogramLog)
{
    /** An embedded driver, no log. */
    public static final RelayOptions DEFAULT = new RelayOptions(null, null);
}
