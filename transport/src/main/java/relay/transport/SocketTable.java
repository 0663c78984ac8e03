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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The UDP sockets of this machine, or of this network namespace, as Linux lists them in {@code /proc/net/udp}
 * (proc_net(5)). Reads files and allocates: not for data threads.
 */
public final class SocketTable
{
    private static final String SOCKET_PREFIX = "socket:[";
    // columns of /proc/net/udp
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;
    private static final int DROPS = 12;
    private static final int HEX = 16;

    private final Path process;

    /**
     * A socket.
     *
     * @param local address and port that it is bound to.
     * @param inode by which its owner is found.
     * @param drops datagrams that it had no room for.
     */
    record Row(InetSocketAddress local, String inode, long drops)
    {
    }

    public SocketTable()
    {
        this(Path.of("/proc/self"));
    }

    SocketTable(final Path process)
    {
        this.process = process;
    }

    /**
     * @param port that is asked for.
     * @return whether a socket of another process listens to it at all addresses of this machine; true too where that
     * cannot be told.
     */
    public boolean isWildcardOfAnother(final int port)
    {
        try
        {
            final List<Row> wildcards = rows().stream()
                .filter(row -> row.local.getPort() == port && row.local.getAddress().isAnyLocalAddress()).toList();
            return !wildcards.isEmpty() && !inodes().containsAll(wildcards.stream().map(Row::inode).toList());
        }
        catch (final IOException notLinux)
        {
            return true;
        }
    }

    /**
     * @return all sockets, of both address families.
     */
    List<Row> rows() throws IOException
    {
        final List<Row> rows = new ArrayList<>();
        readTable("net/udp", rows);
        readTable("net/udp6", rows);
        return rows;
    }

    /**
     * @return the inodes of this process's sockets.
     */
    Set<String> inodes() throws IOException
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

    private void readTable(final String name, final List<Row> rows) throws IOException
    {
        final Path table = process.resolve(name);
        if ("net/udp6".equals(name) && !Files.exists(table))
        {
            return;  // without IPv6
        }
        final List<String> lines = Files.readAllLines(table);
        for (final String line : lines.subList(1, lines.size()))
        {
            final String[] columns = line.trim().split("\\s+");
            if (columns.length > DROPS)
            {
                rows.add(new Row(
                    address(columns[LOCAL_ADDRESS]), columns[INODE], Long.parseLong(columns[DROPS])));
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
}
