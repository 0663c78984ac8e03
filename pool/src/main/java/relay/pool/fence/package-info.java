/**
 * Readers of a ring whose threads may stop, so that the ring goes on without them. {@link relay.pool.fence.Fence} is
 * the producer's side, {@link relay.pool.fence.FencedReader} one reader's. A ring whose readers all run on the
 * producer's own thread needs none of this.
 *
 * <pre>
 *      commitTaken (reader)
 *        +---+        fence (conductor)
 *        v   |       --------------------&gt;
 *      ATTACHED                             FENCED
 *         ^                                    |  drained (reader): it holds nothing any longer
 *         |           attach (producer)        v
 *         +-------------------------------- DRAINED
 * </pre>
 *
 * <ul>
 * <li>A reader copies what it needs of the slots behind {@code taken}, and only then takes them, with one
 * compare-and-set. If that succeeds, no other thread has written to these slots, and their buffers are the reader's
 * until it releases them. If it fails, the reader was fenced: the copies may be of anything, and are thrown away.
 * <li>The conductor fences a reader with a compare-and-set too. One of the two comes first, so all threads agree about
 * {@code taken}, which stays as it is until the reader is attached again.
 * <li>The producer sees that when it reclaims. From then on the reader holds up nothing: its slots go to other packets.
 * Buffers of slots that it has taken and not released are retained, whatever it does with them. What comes behind
 * {@code taken} is lost to it, and counted by the producer; what it has taken it counts itself.
 * <li>When the reader runs again it gives up what it has, and reports itself drained. Then the producer takes back the
 * retained buffers, and attaches the reader at the newest packet.
 * </ul>
 */
package relay.pool.fence;
