package relay.pipeline.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import relay.config.DestinationConfig;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressSource;
import relay.transport.PacketSender;

/**
 * Opens {@code mem:NAME}: both openers of the kind. Its queues outlive the relay, so that a test can look into them.
 */
final class MemoryKind implements EndpointKind, SourceOpener, DestinationOpener
{
    private static final Map<String, Queue<byte[]>> QUEUES = new ConcurrentHashMap<>();

    private final List<IngressSource> sources = new ArrayList<>();

    static Queue<byte[]> queue(final String name)
    {
        return QUEUES.computeIfAbsent(name, ignore -> new ConcurrentLinkedQueue<>());
    }

    @Override
    public void start(final int streams)
    {
        // workers share nothing
    }

    @Override
    public Openers openers(final OpenedEndpoints opened)
    {
        return new Openers(this, this);
    }

    @Override
    public void open(final Flow flow, final FeedLeg leg)
    {
        sources.add(new MemorySource(queue(((MemoryEndpoint)flow.config().from()).name()), flow));
    }

    @Override
    public Sources conclude()
    {
        return new Sources(List.copyOf(sources), null);
    }

    @Override
    public PacketSender open(final DestinationConfig destination, final String className)
    {
        return new MemorySender(queue(((MemoryEndpoint)destination.to()).name()));
    }

    @Override
    public void close()
    {
        // nothing is open
    }
}
