/**
 * The ring is the pool: a {@link relay.pool.Lane} is a ring of slots that borrow size-classed payload
 * buffers.
 *
 * <pre>
 *   ingress thread                              qos thread        egress threads
 *   claim -> fill -> publish  [cursor] -------> [stage] --------> [reader 1] .. [reader D]
 *     ^                                                                |
 *     '------------- reclaim: every slot that all readers passed &lt;-----'
 * </pre>
 *
 * Buffers are lent to slots by the ingress thread alone, from a LIFO stack for each size class, and come back when the
 * slowest reader has passed the slot. The slots are a Disruptor ring buffer, the stage is an event poller, and each
 * reader has a sequence barrier behind the stage. All lanes of a worker have one ingress thread, so they may borrow
 * from one {@link relay.pool.Reserve} in the same way. The Disruptor's sequences are the whole ownership protocol: no
 * locks, no reference counts, no free list that two threads touch. A reader whose thread has stopped is left out by one
 * more word, which {@link relay.pool.fence} explains.
 */
package relay.pool;
