package relay.pipeline.ingress;

import java.net.InetSocketAddress;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import relay.transport.endpoint.HostPort;
import relay.transport.wire.Envelope;

/**
 * Writes the envelopes of datagrams that come from outside: this relay is their origin. Belongs to the ingress thread.
 */
final class OriginEnvelope
{
    private final Identity identity;
    private final int flowId;
    private final HostPort[] destinations;
    private final Envelope envelope = new Envelope();

    /**
     * @param identity     of this relay.
     * @param flowId       of the flow.
     * @param destinations that the flow's datagrams are sent to.
     */
    OriginEnvelope(final Identity identity, final int flowId, final List<InetSocketAddress> destinations)
    {
        this.identity = identity;
        this.flowId = flowId;
        this.destinations = destinations.stream().map(OriginEnvelope::hostPort).toArray(HostPort[]::new);
    }

    /**
     * Begins an envelope; the caller adds what it knows of the datagram.
     *
     * @param buffer         that holds the payload.
     * @param offset         of the envelope.
     * @param length         of the payload in bytes.
     * @param trafficClassId of the datagram.
     * @param destination    index of the address that it was sent to.
     * @return the envelope.
     */
    Envelope begin(
        final MutableDirectBuffer buffer,
        final int offset,
        final int length,
        final int trafficClassId,
        final int destination)
    {
        return envelope.wrap(buffer, offset)
            .begin(length)
            .origin(identity.id(), identity.bootEpochMs(), flowId, trafficClassId)
            .destination(destinations[destination]);
    }

    private static HostPort hostPort(final InetSocketAddress address)
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(address);
        return hostPort;
    }
}
