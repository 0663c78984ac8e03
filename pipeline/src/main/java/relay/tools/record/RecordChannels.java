package relay.tools.record;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.endpoint.HostPort;

/**
 * All addresses and ports that are listened to, numbered through, source by source and receiver by receiver. Immutable.
 */
final class RecordChannels
{
    private final List<HostPort> destinations = new ArrayList<>();
    private final List<Integer> sources = new ArrayList<>();

    RecordChannels(final List<RecordSource> all)
    {
        for (int source = 0; source < all.size(); source++)
        {
            for (final DatagramReceiver receiver : all.get(source).receivers())
            {
                for (final InetSocketAddress destination : receiver.destinations())
                {
                    final HostPort address = new HostPort();
                    address.set(destination);
                    destinations.add(address);
                    sources.add(source);
                }
            }
        }
    }

    /**
     * @param channel number of an address and port.
     * @return these.
     */
    HostPort destination(final int channel)
    {
        return destinations.get(channel);
    }

    /**
     * @param channel number of an address and port.
     * @return index of the source that listens there.
     */
    int source(final int channel)
    {
        return sources.get(channel);
    }
}
