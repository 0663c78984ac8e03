package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import relay.transport.HostPort;

class OwnEchoTest
{
    private static final int OURS = 40_001;
    private static final int THEIRS = 40_002;

    private final OwnEcho ownEcho = OwnEcho.ofThisMachine();

    @Test
    void shouldKnowItsOwnPortsOnThisMachine() throws UnknownHostException
    {
        ownEcho.add(OURS);
        assertTrue(ownEcho.isOwn(hostPort("127.0.0.1", OURS)));
    }

    @Test
    void shouldLetOtherProgramsOfThisMachinePass() throws UnknownHostException
    {
        ownEcho.add(OURS);
        assertFalse(ownEcho.isOwn(hostPort("127.0.0.1", THEIRS)));
    }

    @Test
    void shouldLetOtherMachinesPassWhateverTheirPort() throws UnknownHostException
    {
        ownEcho.add(OURS);
        assertFalse(ownEcho.isOwn(hostPort("192.0.2.1", OURS))); // RFC 5737: nobody has it
        assertFalse(ownEcho.isOwn(hostPort("2001:db8::1", OURS)));
        assertFalse(ownEcho.isOwn(hostPort("::7f00:1", OURS)), "not the mapped form of 127.0.0.1");
    }

    @Test
    void shouldKnowNothingBeforeItSends() throws UnknownHostException
    {
        assertFalse(ownEcho.isOwn(hostPort("127.0.0.1", OURS)));
    }

    private static HostPort hostPort(final String host, final int port) throws UnknownHostException
    {
        final HostPort hostPort = new HostPort();
        hostPort.set(new InetSocketAddress(InetAddress.getByName(host), port));
        return hostPort;
    }
}
