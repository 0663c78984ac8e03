package relay.pipeline.endpoint;

import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.Flow;

/**
 * Opens what the flows of one worker receive from, for one kind of endpoint. Used by the thread that launches the
 * relay.
 */
public interface SourceOpener
{
    /**
     * @param flow of this worker.
     * @param leg  of a feed that the flow is, or null.
     * @throws relay.transport.TransportException if it cannot be opened.
     */
    void open(Flow flow, FeedLeg leg);

    /**
     * Called once, after all flows.
     *
     * @return what the ingress thread reads.
     */
    Sources conclude();
}
