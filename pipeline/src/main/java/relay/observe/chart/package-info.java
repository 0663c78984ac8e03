/**
 * Charts of latency distributions: SVG, and characters for a terminal.
 */
package relay.observe.chart;
