package relay.transport.endpoint;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * A network of addresses, as numbers like those of {@link HostPort}: IPv4 addresses are IPv4-mapped (RFC 4291,
 * 2.5.5.2). Immutable, any thread.
 *
 * @param high   upper eight bytes of the network's address.
 * @param low    lower eight bytes of it.
 * @param length of the prefix in bits, 0..128; of an IPv4 network 96 or more.
 */
public record AddressPrefix(long high, long low, int length)
{
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final long MAPPED_PREFIX = 0xFFFF_0000_0000L;
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    /**
     * @param text an address without brackets, or an address and the length of a prefix: {@code 10.1.0.0/16}.
     * @return the network, or a network of one.
     * @throws IllegalArgumentException with a message of one line, if it is none, or the address is not its first.
     */
    public static AddressPrefix parse(final String text)
    {
        final int slash = text.indexOf('/');
        final InetAddress address = LiteralAddress.parseOrNull(slash < 0 ? text : text.substring(0, slash));
        if (null == address)
        {
            throw new IllegalArgumentException("bad network " + UserText.quoted(text) +
                ": an address, or a network such as 10.1.0.0/16 or fd00::/64");
        }
        final byte[] bytes = address.getAddress();
        final int bits = bytes.length * Byte.SIZE;
        final int length = slash < 0 ? bits : length(text.substring(slash + 1), bits);
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        final AddressPrefix prefix = IPV4_BITS == bits ?
            new AddressPrefix(0, MAPPED_PREFIX | buffer.getInt() & 0xFFFF_FFFFL, IPV6_BITS - IPV4_BITS + length) :
            new AddressPrefix(buffer.getLong(), buffer.getLong(), length);
        if (0 != (prefix.high & ~prefix.highMask()) || 0 != (prefix.low & ~prefix.lowMask()))
        {
            throw new IllegalArgumentException("the address of network " + UserText.quoted(text) +
                " is not its first: bits behind the prefix are set");
        }
        return prefix;
    }

    /**
     * @param address of a host.
     * @return whether it belongs to the network.
     */
    public boolean contains(final HostPort address)
    {
        return 0 == ((address.high() ^ high) & highMask()) && 0 == ((address.low() ^ low) & lowMask());
    }

    /**
     * @return whether it is one of IPv4 addresses.
     */
    public boolean isIpv4()
    {
        return length >= IPV6_BITS - IPV4_BITS && 0 == high && MAPPED_PREFIX == (low & ~0xFFFF_FFFFL);
    }

    /**
     * Moves an address to another network of the same length: the bits behind the prefix stay.
     *
     * @param address that belongs to this network.
     * @param to      where to.
     * @param port    of what comes out.
     * @param moved   takes what comes out; may be the same object.
     */
    public void move(final HostPort address, final AddressPrefix to, final int port, final HostPort moved)
    {
        moved.set(to.high | address.high() & ~highMask(), to.low | address.low() & ~lowMask(), port);
    }

    private long highMask()
    {
        return 0 == length ? 0 : -1L << Math.max(0, Long.SIZE - length);
    }

    private long lowMask()
    {
        return length <= Long.SIZE ? 0 : -1L << IPV6_BITS - length;
    }

    private static int length(final String text, final int bits)
    {
        if (!BITS.matcher(text).matches() || Integer.parseInt(text) > bits)
        {
            throw new IllegalArgumentException("bad prefix " + UserText.quoted(text) + ": a number from 0 to " + bits);
        }
        return Integer.parseInt(text);
    }
}
