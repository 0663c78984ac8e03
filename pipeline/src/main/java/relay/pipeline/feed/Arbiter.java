package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * Decides for one channel of a feed which copies are the first. Belongs to the ingress thread.
 */
interface Arbiter
{
    /**
     * @param batch  holds the datagram.
     * @param index  of the datagram in it.
     * @param leg    that it came on.
     * @param nowNs  monotonic time of this duty cycle.
     * @return whether it is a copy of one that was admitted; otherwise it should be passed on.
     */
    boolean isDuplicate(DatagramBatch batch, int index, int leg, long nowNs);

    /**
     * The datagram that was asked about last, and was no duplicate, has a buffer. Without this call it counts as if it
     * had never come.
     */
    void onAdmitted();
}
