package relay.pipeline.endpoint;

import relay.transport.udp.UdpTransports;

/**
 * UDP: workers share nothing of it.
 */
final class UdpKind implements EndpointKind
{
    private final OpenerContext context;

    UdpKind(final OpenerContext context)
    {
        this.context = context;
    }

    @Override
    public void start(final int streams)
    {
        context.description().accept(UdpTransports.description(context.config().execution().io()));
    }

    @Override
    public Openers openers(final OpenedEndpoints opened)
    {
        final UdpThreads threads = new UdpThreads(context.config().execution());
        return new Openers(
            new UdpSourceOpener(context, threads.ingress(), opened),
            new UdpDestinationOpener(context, threads, opened));
    }

    @Override
    public void close()
    {
        // each worker closes its sockets
    }
}
