package relay.topology;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * Runs in a process of its own, with nothing but the JDK: sends numbered datagrams as {@code relay send} writes them
 * (see {@link relay.tools.send.Probe}). Two processes with the same arguments but the skew send the same bytes, one
 * later than the other. The first and the last datagram are longer than the others, so that a network can spare them.
 */
final class TwinSender
{
    static final int LENGTH = 100;
    static final int LENGTH_OF_ENDS = 200;

    private static final int CRC_OFFSET = 36;
    private static final int HEADER_LENGTH = 40;

    private TwinSender()
    {
    }

    /**
     * @param args group, port, interface, how many, datagrams a second, start in milliseconds since 1970, skew in
     *             milliseconds.
     */
    public static void main(final String[] args) throws IOException
    {
        final InetSocketAddress group =
            new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
        final int count = Integer.parseInt(args[3]);
        final long intervalNs = TimeUnit.SECONDS.toNanos(1) / Long.parseLong(args[4]);
        final long startMs = Long.parseLong(args[5]);
        final long skewMs = Long.parseLong(args[6]);
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)
            .setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName(args[2])))
        {
            final long startNs =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(startMs + skewMs - System.currentTimeMillis());
            for (int i = 0; i < count; i++)
            {
                final ByteBuffer payload = payload(i, 0 == i || count - 1 == i ? LENGTH_OF_ENDS : LENGTH,
                    TimeUnit.MILLISECONDS.toNanos(startMs) + i * intervalNs);
                final long dueNs = startNs + i * intervalNs;
                while (dueNs - System.nanoTime() > 0)
                {
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
                channel.send(payload, group);
            }
        }
        System.out.println(count);
    }

    private static ByteBuffer payload(final long sequence, final int length, final long intendedNs)
    {
        final ByteBuffer payload = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        payload.putInt(0x50594C52).put((byte)1).put((byte)0).putShort((short)length)
            .putLong(7).putLong(sequence).putLong(intendedNs).putInt(0);
        final CRC32C crc = new CRC32C();
        crc.update(payload.array(), 0, CRC_OFFSET);
        crc.update(payload.array(), HEADER_LENGTH, length - HEADER_LENGTH);
        return payload.putInt((int)crc.getValue()).clear();
    }
}
