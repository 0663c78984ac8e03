/**
 * The way out: one {@link relay.pipeline.egress.EgressAgent} for each destination and worker reads its lanes by
 * priority and share, drops what is too old, keeps to the destination's rate, sends in batches and releases the slots.
 * Everything here belongs to that agent's thread.
 */
package relay.pipeline.egress;
