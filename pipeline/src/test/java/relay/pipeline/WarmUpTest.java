package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.EndpointParser;
import relay.transport.ReadySet;
import relay.transport.ReceiveOptions;
import relay.transport.TransportException;
import relay.transport.UdpEndpoint;
import relay.transport.UdpTransport;

@Timeout(20)
class WarmUpTest
{
    @Test
    void shouldSendThroughTheWholePath()
    {
        assertTrue(WarmUp.run(
            UdpTransports.best(), SystemNanoClock.INSTANCE, TimeUnit.MILLISECONDS.toNanos(300)) > 100);
    }

    @Test
    void shouldDoNothingWhenToldSo()
    {
        assertEquals(0, WarmUp.run(null, SystemNanoClock.INSTANCE, 0));
    }

    @Test
    void shouldLetTheRelayStartWhereItCannotBeDone()
    {
        final UdpTransport broken = new BrokenTransport();
        assertEquals(0, WarmUp.run(broken, SystemNanoClock.INSTANCE, 1_000));
    }

    /** As on a machine without a loopback interface. */
    private static final class BrokenTransport implements UdpTransport
    {
        @Override
        public List<DatagramReceiver> openReceivers(
            final UdpEndpoint endpoint, final ReceiveOptions options)
        {
            throw new TransportException("no loopback: " + EndpointParser.display(endpoint.address()), null);
        }

        @Override
        public DatagramSender openSender(final UdpEndpoint endpoint)
        {
            throw new AssertionError();
        }

        @Override
        public ReadySet newReadySet()
        {
            throw new AssertionError();
        }

        @Override
        public boolean tellsDscp()
        {
            throw new AssertionError();
        }

        @Override
        public String description()
        {
            return "broken";
        }
    }
}
