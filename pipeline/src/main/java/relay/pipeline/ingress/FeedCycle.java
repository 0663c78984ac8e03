package relay.pipeline.ingress;

import java.util.List;
import relay.pipeline.feed.Feed;

/**
 * Gives a worker's feeds their turn once a duty cycle; there is nothing to read. Belongs to the ingress thread.
 */
public final class FeedCycle implements IngressSource
{
    private final Feed[] feeds;

    public FeedCycle(final List<Feed> feeds)
    {
        this.feeds = feeds.toArray(new Feed[0]);
    }

    @Override
    public int poll(final long nowNs, final long epochNs, final int limit)
    {
        for (final Feed feed : feeds)
        {
            feed.onDutyCycleEnd();
        }
        return 0;
    }

    @Override
    public void close()
    {
        // nothing is open
    }
}
