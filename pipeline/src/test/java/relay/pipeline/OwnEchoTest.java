package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.transport.HostPort;

class OwnEchoTest
{
    private static final int PORT = 40_123;

    private final OwnEcho ownEcho = OwnEcho.of(List.of(
        address("10.1.1.1"), address("127.0.0.1"), address("fd00::1"), address("::1")));

    @Test
    void shouldRecogniseItsAddressWithItsPort()
    {
        ownEcho.add(PORT);

        assertTrue(ownEcho.isOwn(hostPort("10.1.1.1", PORT)));
        assertTrue(ownEcho.isOwn(hostPort("fd00::1", PORT)));
        assertTrue(ownEcho.isOwn(hostPort("127.0.0.1", PORT)));
        assertFalse(ownEcho.isOwn(hostPort("10.1.1.1", PORT + 1)));
        assertFalse(ownEcho.isOwn(hostPort("10.1.1.2", PORT)));
        assertFalse(ownEcho.isOwn(hostPort("fd00::2", PORT)));
        assertFalse(ownEcho.isOwn(hostPort("::7f00:1", PORT)), "not the mapped form of 127.0.0.1");
    }

    @Test
    void shouldRecogniseWhatAnotherRelaySentBack()
    {
        ownEcho.add(PORT);

        assertTrue(isOwnSentBack("10.1.1.1", PORT));
        assertTrue(isOwnSentBack("fd00::1", PORT));
        assertFalse(isOwnSentBack("10.1.1.1", PORT + 1));
        assertFalse(isOwnSentBack("10.1.1.2", PORT));
    }

    @Test
    void shouldNotTakeAnotherMachinesLoopbackForItsOwn()
    {
        ownEcho.add(PORT);

        assertFalse(isOwnSentBack("127.0.0.1", PORT));
        assertFalse(isOwnSentBack("::1", PORT));
    }

    @Test
    void shouldKnowNothingBeforeItSends()
    {
        assertFalse(ownEcho.isOwn(hostPort("127.0.0.1", PORT)));
    }

    private boolean isOwnSentBack(final String host, final int port)
    {
        final HostPort source = hostPort(host, port);
        return ownEcho.isOwnSentBack(source.high(), source.low(), source.port());
    }

    private static HostPort hostPort(final String host, final int port)
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(new InetSocketAddress(address(host), port));
        return hostPort;
    }

    private static InetAddress address(final String literal)
    {
        return InetAddress.ofLiteral(literal);
    }
}
