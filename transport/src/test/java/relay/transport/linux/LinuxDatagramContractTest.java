package relay.transport.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import relay.transport.DatagramContractTest;
import relay.transport.UdpTransport;

class LinuxDatagramContractTest extends DatagramContractTest
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

    @Override
    protected String call(final String name, final String errno)
    {
        return " [" + name + ": " + errno + "]";
    }
}
