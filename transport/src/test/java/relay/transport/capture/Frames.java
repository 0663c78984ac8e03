package relay.transport.capture;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes frames and packets, part by part.
 */
final class Frames
{
    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_IPV6 = 0x86DD;
    static final int UDP = 17;
    static final int SOURCE_PORT = 4_000;
    static final int PORT = 5_000;
    static final String SOURCE = "10.1.1.7";
    static final String SOURCE_6 = "fe80::7";

    private Frames()
    {
    }

    /** A whole datagram in an Ethernet frame, to 239.1.1.1:5000. */
    static byte[] datagram(final String payload)
    {
        return ethernet(TYPE_IPV4, ipv4("239.1.1.1", udp(PORT, payload)));
    }

    static byte[] ethernet(final int type, final byte[] packet, final int... tags)
    {
        final ByteBuffer header = ByteBuffer.allocate(14 + 4 * tags.length).position(12);
        for (final int tag : tags)
        {
            header.putShort((short)tag).putShort((short)100);
        }
        return concat(header.putShort((short)type).array(), packet);
    }

    static byte[] sll(final int type, final byte[] packet)
    {
        return concat(ByteBuffer.allocate(16).putShort(14, (short)type).array(), packet);
    }

    static byte[] sll2(final int type, final byte[] packet)
    {
        return concat(ByteBuffer.allocate(20).putShort(0, (short)type).array(), packet);
    }

    static byte[] family(final int family, final byte[] packet)
    {
        return concat(ByteBuffer.allocate(4).putInt(family).array(), packet);
    }

    static byte[] ipv4(final String destination, final byte[] content)
    {
        return ByteBuffer.allocate(20 + content.length).put((byte)0x45).put((byte)0)
            .putShort((short)(20 + content.length)).putInt(0).put((byte)4).put((byte)UDP).putShort((short)0)
            .put(address(SOURCE)).put(address(destination)).put(content).array();
    }

    /** @param next header that the content begins with: UDP, or an extension. */
    static byte[] ipv6(final String destination, final int next, final byte[] content)
    {
        return ByteBuffer.allocate(40 + content.length).putInt(0x6000_0000).putShort((short)content.length)
            .put((byte)next).put((byte)4).put(address(SOURCE_6)).put(address(destination)).put(content).array();
    }

    static byte[] ipv6(final String destination, final byte[] content)
    {
        return ipv6(destination, UDP, content);
    }

    /** @param units of 8 bytes that it has beyond the first. */
    static byte[] extension(final int next, final int units, final byte[] content)
    {
        return concat(ByteBuffer.allocate(8 + 8 * units).put((byte)next).put((byte)units).array(), content);
    }

    static byte[] fragment(final int next, final int offsetAndMore, final byte[] content)
    {
        return concat(ByteBuffer.allocate(8).put((byte)next).put((byte)0xFF).putShort((short)offsetAndMore).array(),
            content);
    }

    static byte[] udp(final int port, final String payload)
    {
        return udp(port, payload.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] udp(final int port, final byte[] payload)
    {
        return ByteBuffer.allocate(8 + payload.length).putShort((short)SOURCE_PORT).putShort((short)port)
            .putShort((short)(8 + payload.length)).putShort((short)0).put(payload).array();
    }

    static byte[] concat(final byte[]... parts)
    {
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (final byte[] part : parts)
        {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    static byte[] withByte(final byte[] bytes, final int offset, final int value)
    {
        final byte[] changed = bytes.clone();
        changed[offset] = (byte)value;
        return changed;
    }

    static byte[] withShort(final byte[] bytes, final int offset, final int value)
    {
        final byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).putShort(offset, (short)value);
        return changed;
    }

    static byte[] address(final String text)
    {
        try
        {
            return InetAddress.getByName(text).getAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
