package relay.perf.burst;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Where the sink listens to what a relay sends.
 *
 * @param name     human-readable.
 * @param endpoint to listen to.
 * @param channels addresses and ports of the endpoint.
 * @param owes     whether what is sent to a destination has to come here.
 */
record RelayOutput(
    String name, UdpEndpoint endpoint, List<InetSocketAddress> channels, Predicate<InetSocketAddress> owes)
{
    static RelayOutput of(final String name, final UdpEndpoint endpoint, final Predicate<InetSocketAddress> owes)
    {
        return new RelayOutput(name, endpoint, endpoint.expand(), owes);
    }

    /**
     * @param destination that a datagram is sent to.
     * @return the channel that it has to come by: the same group and port if it is listened to, any otherwise.
     */
    int channelOf(final InetSocketAddress destination)
    {
        final int index = channels.indexOf(destination);
        return index < 0 ? ArrivalCheck.ANY : index;
    }
}
