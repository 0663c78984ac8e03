package relay.pipeline.endpoint;

import relay.config.DestinationConfig;
import relay.transport.DatagramSender;
import relay.transport.PacketSender;
import relay.transport.UdpPacketSender;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.wire.OriginalPacketSender;

/**
 * Opens a socket for each destination, and tells the loop guard of its ports.
 */
final class UdpDestinationOpener implements DestinationOpener
{
    private final OpenerContext context;
    private final UdpThreads threads;
    private final OpenedEndpoints opened;

    UdpDestinationOpener(final OpenerContext context, final UdpThreads threads, final OpenedEndpoints opened)
    {
        this.context = context;
        this.threads = threads;
        this.opened = opened;
    }

    @Override
    public PacketSender open(final DestinationConfig destination, final String className)
    {
        final UdpEndpoint endpoint = destination.to().udp();
        final DatagramSender sender = opened.add(threads.egress().openSender(endpoint));
        opened.watch("destination " + destination.name(), sender, wantedInterface(endpoint));
        for (final int port : sender.localPorts())
        {
            context.loopGuard().add(port);
        }
        return endpoint.isOriginal() ?
            new OriginalPacketSender(sender) : new UdpPacketSender(sender, endpoint.expand().getFirst());
    }

    private static String wantedInterface(final UdpEndpoint endpoint)
    {
        return null == endpoint.networkInterface() && null != endpoint.sourceAddress() ?
            endpoint.sourceAddress().getHostAddress() : endpoint.networkInterface();
    }
}
