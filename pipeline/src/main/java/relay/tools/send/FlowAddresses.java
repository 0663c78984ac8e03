package relay.tools.send;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Finds as many destinations as there are flows.
 */
final class FlowAddresses
{
    private static final int PORT_MAX = 65_535;

    private FlowAddresses()
    {
    }

    /**
     * @param endpoint as the user wrote it.
     * @param flows    1 or more.
     * @return the endpoint, with at least so many destinations: a range has to have them, a single group is followed by
     * the next groups, a single host's port by its next ports.
     * @throws IllegalArgumentException with a message for the user.
     */
    static UdpEndpoint widen(final UdpEndpoint endpoint, final int flows)
    {
        final int ports = endpoint.portMax() - endpoint.portMin() + 1;
        final long named = (long)endpoint.addressCount() * ports;
        if (named >= flows)
        {
            return endpoint;
        }
        if (named > 1)
        {
            throw new IllegalArgumentException(
                flows + " flows, but " + endpoint.uri() + " names only " + named + " destinations");
        }
        if (endpoint.isMulticast())
        {
            requireGroups(endpoint, flows);
            return endpoint.range(flows, endpoint.portMax());
        }
        final int last = endpoint.portMin() + flows - 1;
        if (last > PORT_MAX)
        {
            throw new IllegalArgumentException(flows + " flows from port " + endpoint.portMin() +
                " on need ports up to " + last + ": there are " + PORT_MAX);
        }
        return endpoint.range(1, last);
    }

    private static void requireGroups(final UdpEndpoint endpoint, final int flows)
    {
        final byte[] first = endpoint.address().getAddress();
        final BigInteger last = new BigInteger(1, first).add(BigInteger.valueOf(flows - 1L));
        if (last.bitLength() > first.length * Byte.SIZE || !isGroup(last, first.length))
        {
            throw new IllegalArgumentException(flows + " flows from " + endpoint.address().getHostAddress() +
                " on run out of multicast groups: begin lower");
        }
    }

    private static boolean isGroup(final BigInteger number, final int length)
    {
        final byte[] digits = number.toByteArray();
        final byte[] bytes = new byte[length];
        final int count = Math.min(length, digits.length);
        System.arraycopy(digits, digits.length - count, bytes, length - count, count);
        try
        {
            return InetAddress.getByAddress(bytes).isMulticastAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);  // not for 4 or 16 bytes
        }
    }
}
