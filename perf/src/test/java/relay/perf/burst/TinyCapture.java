package relay.perf.burst;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capture of the test's own, in memory until it is written: pcap in nanoseconds, raw IPv4.
 */
final class TinyCapture
{
    private static final int MAGIC_NS = 0xA1B23C4D;
    private static final int LINK_RAW = 101;
    private static final int SNAP_LENGTH = 65_535;
    private static final int IP_LENGTH = 20;
    private static final int UDP_LENGTH = 8;
    private static final int UDP = 17;
    private static final int CAPACITY = 1 << 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).order(ByteOrder.BIG_ENDIAN);
    private long timeNs = 1_700_000_000L * SECOND_NS;

    TinyCapture()
    {
        bytes.putInt(MAGIC_NS).putShort((short)2).putShort((short)4).putInt(0).putInt(0).putInt(SNAP_LENGTH)
            .putInt(LINK_RAW);
    }

    /**
     * @param gapNs   after the one before it.
     * @param to      where it was sent to.
     * @param payload of it.
     */
    void add(final long gapNs, final InetSocketAddress to, final byte[] payload)
    {
        timeNs += gapNs;
        final int length = IP_LENGTH + UDP_LENGTH + payload.length;
        bytes.putInt((int)(timeNs / SECOND_NS)).putInt((int)(timeNs % SECOND_NS)).putInt(length).putInt(length);
        bytes.put((byte)0x45).put((byte)0).putShort((short)length).putInt(0).put((byte)1).put((byte)UDP)
            .putShort((short)0).putInt(0x0A000001).put(((Inet4Address)to.getAddress()).getAddress());
        bytes.putShort((short)4_000).putShort((short)to.getPort()).putShort((short)(UDP_LENGTH + payload.length))
            .putShort((short)0).put(payload);
    }

    Path write(final Path file) throws IOException
    {
        final byte[] written = new byte[bytes.position()];
        bytes.get(0, written);
        return Files.write(file, written);
    }
}
