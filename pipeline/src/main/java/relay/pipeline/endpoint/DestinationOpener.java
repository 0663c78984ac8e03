package relay.pipeline.endpoint;

import relay.config.DestinationConfig;
import relay.transport.PacketSender;

/**
 * Opens what the destinations of one worker are sent to by, for one kind of endpoint. Used by the thread that launches
 * the relay.
 */
public interface DestinationOpener
{
    /**
     * Called once for each class that goes there, or once for all where classes share a sender.
     *
     * @param destination of the configuration.
     * @param className   of the traffic class.
     * @return a sender for one egress thread.
     * @throws relay.transport.TransportException if it cannot be opened.
     */
    PacketSender open(DestinationConfig destination, String className);
}
