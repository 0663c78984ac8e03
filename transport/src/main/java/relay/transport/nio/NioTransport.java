package relay.transport.nio;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.Interfaces;
import relay.transport.ReadySet;
import relay.transport.UdpTransport;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * UDP over the JDK's channels, on every system.
 */
public final class NioTransport implements UdpTransport
{
    @Override
    public List<DatagramReceiver> openReceivers(final UdpEndpoint endpoint, final ReceiveOptions options)
    {
        final NetworkInterface networkInterface = Interfaces.ofReceiver(endpoint);
        final List<DatagramReceiver> receivers = new ArrayList<>();
        boolean isComplete = false;
        try
        {
            for (final InetSocketAddress destination : endpoint.expand())
            {
                receivers.add(NioDatagramReceiver.open(
                    endpoint, Interfaces.local(endpoint, destination), receivers.size(), networkInterface));
            }
            isComplete = true;
            return receivers;
        }
        finally
        {
            if (!isComplete)
            {
                receivers.forEach(DatagramReceiver::close);
            }
        }
    }

    @Override
    public DatagramSender openSender(final UdpEndpoint endpoint)
    {
        return NioDatagramSender.open(endpoint);
    }

    @Override
    public ReadySet newReadySet()
    {
        return new NioReadySet();
    }

    @Override
    public boolean tellsDscp()
    {
        return false;  // Java's channels have no control messages
    }

    @Override
    public String description()
    {
        return "portable: a system call a datagram";
    }
}
