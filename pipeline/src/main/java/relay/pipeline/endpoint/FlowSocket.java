package relay.pipeline.endpoint;

import relay.pipeline.ingress.Flow;
import relay.transport.DatagramReceiver;

/**
 * A socket that a flow receives from.
 *
 * @param flow     that receives.
 * @param receiver its socket.
 */
public record FlowSocket(Flow flow, DatagramReceiver receiver)
{
}
