/**
 * {@code relay hist}: latencies of a histogram log as table, chart and JSON.
 */
package relay.tools.hist;
