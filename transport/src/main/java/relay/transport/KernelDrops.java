package relay.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Datagrams that the kernel dropped because nobody read a socket of this process in time, from Linux's
 * {@link SocketTable}. Called from the conductor, about once a second: it reads files and allocates.
 * Elsewhere than on Linux nothing is known.
 */
public final class KernelDrops
{
    /** Nothing is known of this socket. */
    public static final long UNKNOWN = -1;

    private final SocketTable table;
    private final Map<InetSocketAddress, Long> dropsByAddress = new HashMap<>();

    public KernelDrops()
    {
        this(new SocketTable());
    }

    KernelDrops(final SocketTable table)
    {
        this.table = table;
    }

    /**
     * Reads the counts anew.
     *
     * @return whether this system has them.
     */
    public boolean refresh()
    {
        dropsByAddress.clear();
        try
        {
            final Set<String> inodes = table.inodes();
            for (final SocketTable.Row row : table.rows())
            {
                if (inodes.contains(row.inode()))
                {
                    dropsByAddress.merge(row.local(), row.drops(), Long::sum);
                }
            }
            return true;
        }
        catch (final IOException notLinux)
        {
            return false;
        }
    }

    /**
     * @param destination of a {@link DatagramReceiver} that has only this one.
     * @return drops since its socket was opened, of all sockets of this process bound to that address and port
     * together; {@link #UNKNOWN} if there were none at the last {@link #refresh()}.
     */
    public long drops(final InetSocketAddress destination)
    {
        return dropsByAddress.getOrDefault(unscoped(destination), UNKNOWN);
    }

    /**
     * @return drops of all UDP sockets that this process had at the last {@link #refresh()}.
     */
    public long total()
    {
        return dropsByAddress.values().stream().mapToLong(Long::longValue).sum();
    }

    private static InetSocketAddress unscoped(final InetSocketAddress address)
    {
        try
        {
            final byte[] host = address.getAddress().getAddress();
            return new InetSocketAddress(InetAddress.getByAddress(host), address.getPort());
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(ex);  // not for the bytes of an address
        }
    }
}
