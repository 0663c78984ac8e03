package relay.transport.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import relay.transport.DscpContractTest;
import relay.transport.UdpTransport;
import relay.transport.linux.LinuxTransport;

class NioDscpContractTest extends DscpContractTest
{
    private final UdpTransport transport = new NioTransport();

    @BeforeAll
    static void needLinux()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
    }

    @Override
    protected UdpTransport transport()
    {
        return transport;
    }
}
