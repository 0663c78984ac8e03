package relay.transport.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import relay.transport.TransportException;
import relay.transport.linux.LinuxTransport;
import relay.transport.nio.NioTransport;

class UdpTransportsTest
{
    private final String obstacle = LinuxTransport.obstacle();

    @Test
    void shouldTakeThePortableOneIfToldSo()
    {
        assertInstanceOf(NioTransport.class, UdpTransports.of(Io.PORTABLE));
        assertEquals("io: portable: a system call a datagram", UdpTransports.description(Io.PORTABLE));
    }

    @Test
    void shouldTakeTheNativeOneWhereItWorks()
    {
        if (null == obstacle)
        {
            assertInstanceOf(LinuxTransport.class, UdpTransports.of(Io.NATIVE));
            assertInstanceOf(LinuxTransport.class, UdpTransports.best());
            assertEquals(UdpTransports.description(Io.NATIVE), UdpTransports.description(Io.AUTO));
        }
        else
        {
            final TransportException refused =
                assertThrows(TransportException.class, () -> UdpTransports.of(Io.NATIVE));
            assertEquals("io native does not work here: " + obstacle + " (io: auto takes what does)",
                refused.getMessage());
            assertEquals("io: portable: a system call a datagram; native does not work here: " + obstacle,
                UdpTransports.description(Io.AUTO));
        }
    }

    @Test
    void shouldRefuseAFlowThatNeedsADscpWhichNobodyTells()
    {
        final String message = "flow 'a' has a rule with dscp, which only native io can tell: ";
        assertEquals(message + "io is portable", assertThrows(
            TransportException.class, () -> UdpTransports.requireDscp(Io.PORTABLE, "a")).getMessage());
        if (null == obstacle)
        {
            UdpTransports.requireDscp(Io.AUTO, "a");
        }
        else
        {
            assertEquals(message + obstacle, assertThrows(
                TransportException.class, () -> UdpTransports.requireDscp(Io.AUTO, "a")).getMessage());
        }
    }

    @Test
    void shouldMakeOneForEachThread()
    {
        assertNotSame(UdpTransports.best(), UdpTransports.best());
    }
}
