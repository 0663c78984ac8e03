package relay.pipeline.endpoint;

import relay.config.Execution;
import relay.transport.UdpTransport;
import relay.transport.udp.UdpTransports;

/**
 * The transports of one worker's threads: what a transport opens belongs to one thread, so each thread that has sockets
 * has its own. Used by the thread that launches the relay.
 */
final class UdpThreads
{
    private final Execution execution;
    private final UdpTransport ingress;
    /** Null until the first destination, and in other layouts. */
    private UdpTransport staged;

    UdpThreads(final Execution execution)
    {
        this.execution = execution;
        ingress = newTransport();
    }

    UdpTransport ingress()
    {
        return ingress;
    }

    /**
     * @return for the thread that sends to the next destination.
     */
    UdpTransport egress()
    {
        return switch (execution.layout())
        {
            case COMPACT -> ingress;
            case STAGED -> null == staged ? staged = newTransport() : staged;
            case DEDICATED -> newTransport();
        };
    }

    private UdpTransport newTransport()
    {
        return UdpTransports.of(execution.io());
    }
}
