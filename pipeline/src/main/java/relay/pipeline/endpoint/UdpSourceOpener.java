package relay.pipeline.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.UdpSource;
import relay.pipeline.ingress.UdpSources;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.UdpTransport;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * Opens the sockets of each flow; they are read as one source, which can wait for all of them at once.
 */
final class UdpSourceOpener implements SourceOpener
{
    private final OpenerContext context;
    private final UdpTransport transport;
    private final OpenedEndpoints opened;
    private final DatagramBatch batch = new DatagramBatch(DatagramBatch.CAPACITY_DEFAULT);
    private final List<UdpSource> sources = new ArrayList<>();

    UdpSourceOpener(final OpenerContext context, final UdpTransport transport, final OpenedEndpoints opened)
    {
        this.context = context;
        this.transport = transport;
        this.opened = opened;
    }

    @Override
    public void open(final Flow flow, final FeedLeg leg)
    {
        final UdpEndpoint endpoint = flow.config().from().udp();
        if (flow.config().needsDscp())
        {
            UdpTransports.requireDscp(context.config().execution().io(), flow.config().name());
        }
        for (final DatagramReceiver receiver : transport.openReceivers(endpoint, optionsOf(flow, leg)))
        {
            opened.add(receiver);
            opened.receives(flow, receiver);
            opened.watch("flow " + flow.config().name(), receiver, endpoint.networkInterface());
            opened.describe("flow " + flow.config().name() + ": " + receiver.description());
            sources.add(new UdpSource(receiver, batch, flow, context.identity(), context.loopGuard(), leg));
        }
    }

    @Override
    public Sources conclude()
    {
        if (sources.isEmpty())
        {
            return Sources.NONE;
        }
        final UdpSources all = opened.add(new UdpSources(transport.newReadySet(), sources));
        return new Sources(List.of(all), all::await);
    }

    private ReceiveOptions optionsOf(final Flow flow, final FeedLeg leg)
    {
        final List<UdpEndpoint> all = context.config().flows().stream()
            .map(each -> each.from().udp()).filter(Objects::nonNull).toList();
        // of a leg, each datagram's key is needed
        return flow.config().from().udp().receiveOptions(all)
            .coalescing(null == leg && flow.lane().lane().counts().large() > 0)
            .tellingDscp(flow.config().needsDscp());
    }
}
