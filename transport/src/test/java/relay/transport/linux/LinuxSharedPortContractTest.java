package relay.transport.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import relay.transport.SharedPortContractTest;
import relay.transport.UdpTransport;

class LinuxSharedPortContractTest extends SharedPortContractTest
{
    private final UdpTransport transport = new LinuxTransport();

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
