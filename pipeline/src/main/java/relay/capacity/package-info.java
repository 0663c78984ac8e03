/**
 * How many buffers a relay needs, computed before it runs: numbers in flight, backlogs of bursts, drops, memory. Pure
 * functions and records, and two accumulators that are fed arrivals in virtual time; nothing here reads a file or a
 * clock. docs/capacity.md has the formulas, and what each assumes.
 */
package relay.capacity;
