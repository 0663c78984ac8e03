package relay.transport.linux;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * The addresses that one sender has sent to. Looking one up again allocates nothing, and costs a comparison if it is
 * the same instance as the time before. Grows with the number of distinct addresses only. Used by one thread.
 */
final class SendAddressTable
{
    private static final int CAPACITY_INITIAL = 16;

    private SendAddress[] table = new SendAddress[CAPACITY_INITIAL];
    private int size;
    private InetSocketAddress lastAddress;
    private SendAddress last;

    SendAddress of(final InetSocketAddress address)
    {
        if (address != lastAddress)
        {
            last = find(address);
            lastAddress = address;
        }
        return last;
    }

    private SendAddress find(final InetSocketAddress address)
    {
        final int mask = table.length - 1;
        int index = slot(address, mask);
        while (null != table[index])
        {
            final InetSocketAddress other = table[index].address();
            if (other == address || other.equals(address) && scope(other) == scope(address))
            {
                return table[index];
            }
            index = (index + 1) & mask;
        }
        final SendAddress destination = new SendAddress(address);
        table[index] = destination;
        size++;
        if (2 * size > table.length)
        {
            grow();
        }
        return destination;
    }

    private void grow()
    {
        final SendAddress[] old = table;
        table = new SendAddress[2 * old.length];
        final int mask = table.length - 1;
        for (final SendAddress destination : old)
        {
            if (null != destination)
            {
                int index = slot(destination.address(), mask);
                while (null != table[index])
                {
                    index = (index + 1) & mask;
                }
                table[index] = destination;
            }
        }
    }

    private static int slot(final InetSocketAddress address, final int mask)
    {
        // hash codes of addresses in a row differ in few bits: spread them
        final int hash = address.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> Short.SIZE) & mask;
    }

    private static int scope(final InetSocketAddress address)
    {
        return address.getAddress() instanceof final Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }
}
