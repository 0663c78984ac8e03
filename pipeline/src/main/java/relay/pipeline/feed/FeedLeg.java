package relay.pipeline.feed;

import relay.transport.DatagramBatch;

/**
 * One leg of a feed, as its sources see it. Belongs to the ingress thread.
 */
public final class FeedLeg
{
    private final Feed feed;
    private final int leg;

    FeedLeg(final Feed feed, final int leg)
    {
        this.feed = feed;
        this.leg = leg;
    }

    /**
     * A datagram has come: called before it gets a buffer.
     *
     * @param batch   holds the datagram.
     * @param index   of the datagram in it.
     * @param channel that it came on: the position of its address and port in the leg's endpoint.
     * @param nowNs   monotonic time of this duty cycle.
     * @return whether to drop it as a duplicate.
     */
    public boolean isDuplicate(final DatagramBatch batch, final int index, final int channel, final long nowNs)
    {
        return feed.isDuplicate(batch, index, leg, channel, nowNs);
    }

    /**
     * The datagram that was asked about last has a buffer: its number is seen from now on.
     *
     * @param channel that it came on.
     */
    public void onAdmitted(final int channel)
    {
        feed.onAdmitted(channel);
    }
}
