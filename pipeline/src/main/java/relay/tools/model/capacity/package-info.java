/**
 * The capacity model: numbers in flight, backlogs of bursts, drops and memory, computed before a relay runs. Pure
 * functions and records, and two accumulators that take arrivals in virtual time; nothing here reads a file or a clock.
 * docs/capacity.md has the formulas and their assumptions.
 */
package relay.tools.model.capacity;
