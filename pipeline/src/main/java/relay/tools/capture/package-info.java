/**
 * {@code relay capture}: contents of a capture file: flows, lengths, rates, trains and peaks
 * ({@link relay.tools.capture.CaptureSummary}).
 */
package relay.tools.capture;
