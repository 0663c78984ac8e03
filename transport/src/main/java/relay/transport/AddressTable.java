package relay.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import relay.transport.endpoint.HostPort;

/**
 * Socket addresses of numbers, as those of {@link HostPort}: the same object for the same numbers, so that only the
 * first datagram of an address allocates. Owned by one thread.
 */
public final class AddressTable
{
    private final Map<Key, InetSocketAddress> addresses = new HashMap<>();
    private final Key key = new Key();
    private final int sizeMax;

    /**
     * @param sizeMax how many addresses it keeps at most.
     */
    public AddressTable(final int sizeMax)
    {
        this.sizeMax = sizeMax;
    }

    /**
     * @param high upper eight bytes of an address, as a big-endian number.
     * @param low  lower eight bytes of it.
     * @param port of it.
     * @return the address; null if it is new and the table is full.
     */
    public InetSocketAddress of(final long high, final long low, final int port)
    {
        key.high = high;
        key.low = low;
        key.port = port;
        final InetSocketAddress known = addresses.get(key);
        return null != known || addresses.size() == sizeMax ? known : learn();
    }

    /**
     * @return how many addresses there are.
     */
    public int size()
    {
        return addresses.size();
    }

    private InetSocketAddress learn()
    {
        try
        {
            final byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(key.high).putLong(key.low).array();
            final InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes), key.port);
            addresses.put(key.copy(), address);
            return address;
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex); // not for 16 bytes
        }
    }

    private static final class Key
    {
        private long high;
        private long low;
        private int port;

        private Key copy()
        {
            final Key copy = new Key();
            copy.high = high;
            copy.low = low;
            copy.port = port;
            return copy;
        }

        @Override
        public boolean equals(final Object other)
        {
            return other instanceof final Key that && high == that.high && low == that.low && port == that.port;
        }

        @Override
        public int hashCode()
        {
            return Long.hashCode(31 * (31 * high + low) + port);
        }
    }
}
