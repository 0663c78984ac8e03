package relay.pipeline.ingress;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.transport.endpoint.HostPort;

class LoopGuardTest
{
    private static final int PORT = 40_123;

    private final LoopGuard loopGuard = LoopGuard.of(List.of(
        address("10.1.1.1"), address("127.0.0.1"), address("fd00::1"), address("::1")));

    @Test
    void shouldRecogniseItsAddressWithItsPort()
    {
        loopGuard.add(PORT);

        assertTrue(loopGuard.isOwn(hostPort("10.1.1.1", PORT)));
        assertTrue(loopGuard.isOwn(hostPort("fd00::1", PORT)));
        assertTrue(loopGuard.isOwn(hostPort("127.0.0.1", PORT)));
        assertFalse(loopGuard.isOwn(hostPort("10.1.1.1", PORT + 1)));
        assertFalse(loopGuard.isOwn(hostPort("10.1.1.2", PORT)));
        assertFalse(loopGuard.isOwn(hostPort("fd00::2", PORT)));
        assertFalse(loopGuard.isOwn(hostPort("::7f00:1", PORT)), "not the mapped form of 127.0.0.1");
    }

    @Test
    void shouldRecogniseWhatAnotherRelaySentBack()
    {
        loopGuard.add(PORT);

        assertTrue(isOwnSentBack("10.1.1.1", PORT));
        assertTrue(isOwnSentBack("fd00::1", PORT));
        assertFalse(isOwnSentBack("10.1.1.1", PORT + 1));
        assertFalse(isOwnSentBack("10.1.1.2", PORT));
    }

    @Test
    void shouldNotTakeAnotherMachinesLoopbackForItsOwn()
    {
        loopGuard.add(PORT);

        assertFalse(isOwnSentBack("127.0.0.1", PORT));
        assertFalse(isOwnSentBack("::1", PORT));
    }

    @Test
    void shouldKnowNothingBeforeItSends()
    {
        assertFalse(loopGuard.isOwn(hostPort("127.0.0.1", PORT)));
    }

    private boolean isOwnSentBack(final String host, final int port)
    {
        final HostPort source = hostPort(host, port);
        return loopGuard.isOwnSentBack(source.high(), source.low(), source.port());
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
