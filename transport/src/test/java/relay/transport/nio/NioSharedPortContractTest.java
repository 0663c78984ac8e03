package relay.transport.nio;

import relay.transport.SharedPortContractTest;
import relay.transport.UdpTransport;

class NioSharedPortContractTest extends SharedPortContractTest
{
    private final UdpTransport transport = new NioTransport();

    @Override
    protected UdpTransport transport()
    {
        return transport;
    }
}
