package relay.terminal;

import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.KernelDrops;

/**
 * What the kernel dropped of what was sent to receivers, from the sockets themselves or from the system's table.
 */
public final class SocketDrops
{
    private SocketDrops()
    {
    }

    /**
     * Called before the receivers are closed: the kernel forgets a socket's drops then.
     *
     * @param receivers all that this process has.
     * @return datagrams dropped because they were not read in time, {@link KernelDrops#UNKNOWN} if nobody knows.
     */
    public static long of(final List<DatagramReceiver> receivers)
    {
        if (receivers.stream().allMatch(receiver -> KernelDrops.UNKNOWN != receiver.kernelDrops()))
        {
            return receivers.stream().mapToLong(DatagramReceiver::kernelDrops).sum();
        }
        final KernelDrops table = new KernelDrops();
        if (!table.refresh())
        {
            return KernelDrops.UNKNOWN;
        }
        return receivers.stream().map(receiver -> receiver.destinations().getFirst()).distinct()
            .mapToLong(table::drops).filter(drops -> drops >= 0).sum();
    }
}
