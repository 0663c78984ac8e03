package relay.transport.nio;

import relay.transport.BatchContractTest;
import relay.transport.UdpTransport;

class NioBatchContractTest extends BatchContractTest
{
    private final UdpTransport transport = new NioTransport();

    @Override
    protected UdpTransport transport()
    {
        return transport;
    }
}
