package relay.transport.nio;

import relay.transport.DatagramContractTest;
import relay.transport.UdpTransport;

class NioDatagramContractTest extends DatagramContractTest
{
    @Override
    protected UdpTransport transport()
    {
        return new NioTransport();
    }
}
