package relay.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Datagrams that the kernel dropped because nobody read a socket of this process in time, from Linux's
 * {@code /proc/net/udp} (proc_net(5)). Called from the conductor, about once a second: it reads files and allocates.
 * Elsewhere than on Linux nothing is known.
 */
public final class KernelDrops
{
    /** Nothing is known of this socket. */
    public static final long UNKNOWN = -1;

    private static final String SOCKET_PREFIX = "socket:[";
    // columns of /proc/net/udp
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;
    private static final int HEX = 16;

    private final Path process;
    private final Map<InetSocketAddress, Long> dropsByAddress = new HashMap<>();

    public KernelDrops()
    {
        this(Path.of("/proc/self"));
    }

    KernelDrops(final Path process)
    {
        this.process = process;
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
            final Set<String> inodes = inodes();
            readTable("net/udp", inodes);
            readTable("net/udp6", inodes);
            return true;
        }
        catch (final IOException notLinux)
        {
            return false;
        }
    }

    /**
     * @param destination of a {@link DatagramReceiver}.
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

    private Set<String> inodes() throws IOException
    {
        final Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd")))
        {
            for (final Path descriptor : descriptors)
            {
                final String target = target(descriptor);
                if (target.startsWith(SOCKET_PREFIX))
                {
                    inodes.add(target.substring(SOCKET_PREFIX.length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(final Path descriptor)
    {
        try
        {
            return Files.readSymbolicLink(descriptor).toString();
        }
        catch (final IOException closedMeanwhile)
        {
            return "";
        }
    }

    private void readTable(final String name, final Set<String> inodes) throws IOException
    {
        final Path table = process.resolve(name);
        if (!Files.exists(table))
        {
            return;  // udp6 without IPv6
        }
        for (final String line : Files.readAllLines(table))
        {
            final String[] columns = line.trim().split("\\s+");
            if (columns.length > DROPS && inodes.contains(columns[INODE]))
            {
                dropsByAddress.merge(address(columns[LOCAL_ADDRESS]), Long.parseLong(columns[DROPS]), Long::sum);
            }
        }
    }

    /**
     * @param text "0100007F:1F90": 32-bit words as numbers of this machine's byte order, and the port.
     */
    private static InetSocketAddress address(final String text) throws UnknownHostException
    {
        final int colon = text.indexOf(':');
        final ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(text, 0, colon));
        final ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining())
        {
            bytes.putInt(words.getInt());
        }
        final int port = Integer.parseInt(text, colon + 1, text.length(), HEX);
        return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), port);
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
