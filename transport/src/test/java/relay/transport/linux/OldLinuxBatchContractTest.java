package relay.transport.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import relay.transport.BatchContractTest;
import relay.transport.UdpTransport;

/**
 * The same without epoll_pwait2, as on a kernel before 5.11 or with a C library before glibc 2.35.
 */
class OldLinuxBatchContractTest extends BatchContractTest
{
    private final UdpTransport transport = new LinuxTransport(new SocketCalls(), false);

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
