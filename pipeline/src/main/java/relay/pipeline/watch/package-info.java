/**
 * Watchdogs that the conductor runs once in a while: occupancy of lanes, stalled readers, destinations that were cut
 * off, errors. Never on a data thread.
 */
package relay.pipeline.watch;
