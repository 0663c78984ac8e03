package relay.pipeline.endpoint;

import java.util.ArrayList;
import java.util.List;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.AeronSource;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressSource;
import relay.pipeline.ingress.OriginTracker;
import relay.transport.aeron.AeronReceiver;
import relay.transport.aeron.AeronTransport;
import relay.transport.endpoint.AeronEndpoint;

/**
 * Opens a subscription for each flow. Aeron wakes no thread, so all of them are polled.
 */
final class AeronSourceOpener implements SourceOpener
{
    private final OpenerContext context;
    private final AeronTransport transport;
    private final OpenedEndpoints opened;
    private final OriginTracker origins = new OriginTracker();
    private final List<IngressSource> sources = new ArrayList<>();

    AeronSourceOpener(final OpenerContext context, final AeronTransport transport, final OpenedEndpoints opened)
    {
        this.context = context;
        this.transport = transport;
        this.opened = opened;
    }

    @Override
    public void open(final Flow flow, final FeedLeg leg)
    {
        final AeronEndpoint endpoint = (AeronEndpoint)flow.config().from();
        final String className = flow.config().trafficClass();
        final AeronReceiver receiver = opened.add(transport.openReceiver(
            endpoint, endpoint.streamId(className), endpoint.sessionId(className)));
        opened.describe("flow " + flow.config().name() + ": " + receiver.description());
        sources.add(new AeronSource(receiver, flow, context.identity(), origins, context.loopGuard()));
    }

    @Override
    public Sources conclude()
    {
        return sources.isEmpty() ? Sources.NONE : new Sources(sources, null);
    }
}
