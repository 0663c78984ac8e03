package relay.tools.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes a capture of raw IP packets with times of nanoseconds. */
public final class CaptureWriter
{
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int UDP = 17;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public CaptureWriter()
    {
        bytes.writeBytes(ByteBuffer.allocate(24).putInt(0xA1B2_3C4D).putInt(0x0002_0004).putInt(16, 262_144)
            .putInt(20, 101).array());
    }

    /**
     * @param epochNs     when it was captured.
     * @param source      who sent it.
     * @param destination where to, of the same family.
     * @param payload     of the datagram.
     * @return this.
     */
    public CaptureWriter add(
        final long epochNs, final InetSocketAddress source, final InetSocketAddress destination, final byte[] payload)
    {
        record(epochNs, packet(source, destination, payload));
        return this;
    }

    /**
     * @param epochNs     when it was captured.
     * @param destination where to.
     * @param payload     of the datagram.
     * @return this.
     */
    public CaptureWriter add(final long epochNs, final String destination, final byte[] payload)
    {
        final InetSocketAddress to = address(destination);
        final String host = 4 == to.getAddress().getAddress().length ? "10.1.1.7" : "fd00::7";
        return add(epochNs, new InetSocketAddress(host, 4_000), to, payload);
    }

    /**
     * @param epochNs when something that is no UDP was captured.
     * @return this.
     */
    public CaptureWriter addOther(final long epochNs)
    {
        final byte[] packet =
            packet(address("10.1.1.7:4000"), address("10.1.1.8:80"), new byte[20]);
        packet[9] = 6;
        record(epochNs, packet);
        return this;
    }

    /**
     * @param file to write.
     * @param cut  bytes that are missing at its end.
     * @return the file.
     */
    public Path write(final Path file, final int cut) throws IOException
    {
        final byte[] all = bytes.toByteArray();
        return Files.write(file, Arrays.copyOf(all, all.length - cut));
    }

    /**
     * @param text such as "239.1.1.1:5000" or "[ff15::1]:5000".
     * @return the address.
     */
    public static InetSocketAddress address(final String text)
    {
        final int colon = text.lastIndexOf(':');
        try
        {
            return new InetSocketAddress(
                InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalArgumentException(text, ex);
        }
    }

    private void record(final long epochNs, final byte[] packet)
    {
        bytes.writeBytes(ByteBuffer.allocate(16).putInt((int)(epochNs / SECOND_NS)).putInt((int)(epochNs % SECOND_NS))
            .putInt(packet.length).putInt(packet.length).array());
        bytes.writeBytes(packet);
    }

    private static byte[] packet(
        final InetSocketAddress source, final InetSocketAddress destination, final byte[] payload)
    {
        final byte[] from = source.getAddress().getAddress();
        final boolean isIpv4 = 4 == from.length;
        final int udpLength = 8 + payload.length;
        final ByteBuffer packet = ByteBuffer.allocate((isIpv4 ? 20 : 40) + udpLength);
        if (isIpv4)
        {
            packet.put((byte)0x45).put((byte)0).putShort((short)(20 + udpLength)).putInt(0).put((byte)1)
                .put((byte)UDP).putShort((short)0);
        }
        else
        {
            packet.putInt(0x6000_0000).putShort((short)udpLength).put((byte)UDP).put((byte)1);
        }
        return packet.put(from).put(destination.getAddress().getAddress()).putShort((short)source.getPort())
            .putShort((short)destination.getPort()).putShort((short)udpLength).putShort((short)0).put(payload).array();
    }
}
