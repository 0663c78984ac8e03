/**
 * What Relay costs, measured. Nothing here is part of the relay.
 */
package relay.perf;
