package relay.transport.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * An address and a port as numbers, so that they can be kept, compared and written without allocation. IPv4 addresses
 * are IPv4-mapped (RFC 4291, 2.5.5.2). Mutable, owned by one thread.
 */
public final class HostPort
{
    private static final long MAPPED_PREFIX = 0xFFFF_0000_0000L;
    private static final long IPV4_MASK = 0xFFFF_FFFFL;

    private InetSocketAddress last;
    private long high;
    private long low;
    private int port;

    /**
     * Takes over an address; the same instance again costs a comparison.
     *
     * @param address resolved address.
     */
    public void set(final InetSocketAddress address)
    {
        if (address != last)
        {
            last = address;
            port = address.getPort();
            final InetAddress host = address.getAddress();
            final ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
            if (bytes.capacity() == Integer.BYTES)
            {
                high = 0;
                low = MAPPED_PREFIX | (bytes.getInt() & IPV4_MASK);
            }
            else
            {
                high = bytes.getLong();
                low = bytes.getLong();
            }
        }
    }

    /**
     * @param high upper eight bytes of the address, as a big-endian number.
     * @param low  lower eight bytes of it.
     * @param port of the address.
     */
    public void set(final long high, final long low, final int port)
    {
        last = null;
        this.high = high;
        this.low = low;
        this.port = port;
    }

    /**
     * @param ipv4 address, as a big-endian number.
     * @param port of the address.
     */
    public void setIpv4(final int ipv4, final int port)
    {
        set(0, MAPPED_PREFIX | ipv4 & IPV4_MASK, port);
    }

    /**
     * @return the upper eight bytes of the address, as a big-endian number.
     */
    public long high()
    {
        return high;
    }

    /**
     * @return the lower eight bytes of the address, as a big-endian number.
     */
    public long low()
    {
        return low;
    }

    public int port()
    {
        return port;
    }

    /**
     * @return whether the address is IPv4-mapped: an IPv4 address, unless an IPv6 packet had such a one.
     */
    public boolean isIpv4()
    {
        return 0 == high && MAPPED_PREFIX == (low & ~IPV4_MASK);
    }

    /**
     * @return whether the address is a group's (224.0.0.0/4, ff00::/8).
     */
    public boolean isMulticast()
    {
        return isIpv4() ? 0xE == (low >>> 28 & 0xF) : 0xFF == high >>> 56;
    }
}
