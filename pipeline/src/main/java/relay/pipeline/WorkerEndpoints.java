package relay.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongToIntFunction;
import relay.config.DestinationConfig;
import relay.pipeline.endpoint.DestinationOpener;
import relay.pipeline.endpoint.EndpointKind;
import relay.pipeline.endpoint.EndpointKinds;
import relay.pipeline.endpoint.OpenedEndpoints;
import relay.pipeline.endpoint.Openers;
import relay.pipeline.endpoint.Sources;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.IngressSource;
import relay.transport.PacketSender;
import relay.transport.endpoint.Endpoint;

/**
 * The endpoints of one worker, opened by those who know their kinds. Used by the thread that launches the relay.
 */
final class WorkerEndpoints implements AutoCloseable
{
    private final EndpointKinds kinds;
    private final OpenedEndpoints opened;
    private final Map<EndpointKind, Openers> openers = new LinkedHashMap<>();

    // set once, before the data threads start
    /** Null if nothing of what was opened wakes a thread. */
    private LongToIntFunction await;
    private boolean isPolling;

    /**
     * @param kinds  of the relay.
     * @param opened empty.
     */
    WorkerEndpoints(final EndpointKinds kinds, final OpenedEndpoints opened)
    {
        this.kinds = kinds;
        this.opened = opened;
    }

    /**
     * @param destination of the configuration.
     * @param classNames  of the classes that go there.
     * @return a sender for each of them, several times the same where they share it.
     */
    List<PacketSender> openSenders(final DestinationConfig destination, final List<String> classNames)
    {
        final DestinationOpener opener = openers(destination.to()).destinations();
        return destination.to().isSharedByClasses() ?
            Collections.nCopies(classNames.size(), opener.open(destination, classNames.getFirst())) :
            classNames.stream().map(className -> opener.open(destination, className)).toList();
    }

    /**
     * @param flow of the worker.
     * @param leg  of a feed that the flow is, or null.
     */
    void openSource(final Flow flow, final FeedLeg leg)
    {
        openers(flow.config().from()).sources().open(flow, leg);
    }

    /**
     * Called once, after the last flow.
     *
     * @return what the ingress thread reads.
     */
    List<IngressSource> conclude()
    {
        final List<Sources> concluded = openers.values().stream()
            .map(each -> each.sources().conclude()).filter(each -> Sources.NONE != each).toList();
        await = concluded.stream().map(Sources::await).filter(Objects::nonNull).findFirst().orElse(null);
        isPolling = concluded.stream().anyMatch(each -> each.await() != await);
        return concluded.stream().flatMap(each -> each.polled().stream()).toList();
    }

    /**
     * @return waits until a socket has something; null if nothing wakes the ingress thread.
     */
    LongToIntFunction await()
    {
        return await;
    }

    /**
     * @return whether something has to be looked at that {@link #await()} does not wait for.
     */
    boolean isPolling()
    {
        return isPolling;
    }

    OpenedEndpoints opened()
    {
        return opened;
    }

    @Override
    public void close()
    {
        opened.close();
    }

    private Openers openers(final Endpoint endpoint)
    {
        return openers.computeIfAbsent(kinds.of(endpoint), kind -> kind.openers(opened));
    }
}
