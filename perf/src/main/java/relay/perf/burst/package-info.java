/**
 * The burst harness: drives a whole relay with a capture or a profile, follows every datagram to the sink, and says
 * whether the relay stayed inside its promise.
 *
 * <pre>
 *   source -- WatchedSource -- paced sender --> relay --> sink: ArrivalCheck, latency from when each was due
 *                   |                                      ^
 *                   +---- SentQueue: hash, length, due ----+
 * </pre>
 *
 * Payloads are not touched: source and sink are in one process, and the source announces each datagram to the sink
 * before it sends it.
 */
package relay.perf.burst;
