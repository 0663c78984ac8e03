/**
 * The machine that a benchmark runs on: its cores and conditions, and commands run on it.
 */
package relay.perf.machine;
