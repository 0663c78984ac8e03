package relay.pipeline.endpoint;

import relay.config.DestinationConfig;
import relay.transport.PacketSender;
import relay.transport.aeron.AeronTransport;
import relay.transport.endpoint.AeronEndpoint;

/**
 * Opens a publication for each destination and class.
 */
final class AeronDestinationOpener implements DestinationOpener
{
    private final AeronTransport transport;
    private final OpenedEndpoints opened;

    AeronDestinationOpener(final AeronTransport transport, final OpenedEndpoints opened)
    {
        this.transport = transport;
        this.opened = opened;
    }

    @Override
    public PacketSender open(final DestinationConfig destination, final String className)
    {
        final AeronEndpoint endpoint = (AeronEndpoint)destination.to();
        return opened.add(transport.openSender(
            endpoint, endpoint.streamId(className), endpoint.sessionId(className)));
    }
}
