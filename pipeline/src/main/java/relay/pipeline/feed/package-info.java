/**
 * Feeds: flows that carry copies of one source are its legs, and the first copy of each datagram wins. All of it
 * belongs to the ingress thread, which asks before it claims a buffer and tells when it has one, so that a copy that
 * found none leaves its turn to the next:
 *
 * <pre>
 *   leg A --+                              +--> FeedLeg.isDuplicate: dropped
 *           +--> channel i: its Arbiter ---+
 *   leg B --+                              +--> claimed --> FeedLeg.onAdmitted: seen from now on
 * </pre>
 */
package relay.pipeline.feed;
