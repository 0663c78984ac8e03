/**
 * The outcome of a measurement, whatever was measured: {@link relay.perf.outcome.Measurement}s and
 * {@link relay.perf.outcome.Verdict}s, shown as an {@link relay.perf.outcome.Outcome} of tables and charts, written as
 * text, as an HTML page and as JSON.
 */
package relay.perf.outcome;
