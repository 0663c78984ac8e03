/**
 * The ledger: reasons for drops, and the counters of flows and destinations. Each counter has one writing thread; any
 * thread or process may read it.
 */
package relay.pipeline.ledger;
