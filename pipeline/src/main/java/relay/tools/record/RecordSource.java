package relay.tools.record;

import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.KernelDrops;
import relay.transport.capture.PcapngInterface;
import relay.transport.endpoint.UdpEndpoint;

/**
 * What is listened to by one URI, an interface of the capture.
 *
 * @param endpoint  that the URI names.
 * @param receivers open for it; whoever opened them closes them.
 */
public record RecordSource(UdpEndpoint endpoint, List<DatagramReceiver> receivers)
{
    /**
     * May be called from any thread, until the receivers are closed.
     *
     * @return datagrams that the kernel dropped, {@link KernelDrops#UNKNOWN} if its sockets do not tell.
     */
    long kernelDrops()
    {
        long sum = 0;
        for (final DatagramReceiver receiver : receivers)
        {
            final long drops = receiver.kernelDrops();
            if (KernelDrops.UNKNOWN == drops)
            {
                return KernelDrops.UNKNOWN;
            }
            sum += drops;
        }
        return sum;
    }

    PcapngInterface describe()
    {
        final String name = endpoint.networkInterface();
        return new PcapngInterface(null == name ? "any" : name, endpoint.uri());
    }
}
