package relay.transport.nio;

import java.util.List;
import relay.transport.DatagramContractTest;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.UdpEndpoint;

class NioDatagramContractTest extends DatagramContractTest
{
    @Override
    protected List<DatagramReceiver> openReceivers(final UdpEndpoint endpoint)
    {
        return UdpTransport.openReceivers(endpoint);
    }

    @Override
    protected DatagramSender openSender(final UdpEndpoint endpoint)
    {
        return UdpTransport.openSender(endpoint);
    }
}
