package relay.config;

import relay.transport.endpoint.AddressPrefix;
import relay.transport.endpoint.HostPort;

/**
 * Gives datagrams that meet all of its conditions another class than their flow's.
 *
 * @param trafficClass name of the class.
 * @param source       network of who sent it; null for any.
 * @param port         that it was sent to; null for any.
 * @param dscp         that it arrived with (RFC 2474), 0..63; {@link #DSCP_ANY} for any.
 * @param length       of its payload in bytes; null for any.
 */
public record ClassRule(String trafficClass, AddressPrefix source, Range port, int dscp, Range length)
{
    /** No condition on the DSCP. */
    public static final int DSCP_ANY = -1;

    /**
     * Whole numbers from one to another.
     *
     * @param first that belongs to it.
     * @param last  that belongs to it, no less than the first.
     */
    public record Range(int first, int last)
    {
        /**
         * @param value any.
         * @return whether it belongs to the range.
         */
        public boolean contains(final int value)
        {
            return first <= value && value <= last;
        }
    }

    /**
     * @return whether the DSCP of arriving datagrams must be known.
     */
    public boolean needsDscp()
    {
        return DSCP_ANY != dscp;
    }

    /**
     * @param destinationPort of a socket.
     * @return whether what arrives there can meet the conditions.
     */
    public boolean mayMatchAt(final int destinationPort)
    {
        return null == port || port.contains(destinationPort);
    }

    /**
     * Asks for everything but the port, which is the same for all that a socket receives.
     *
     * @param sender        of a datagram.
     * @param arrivedDscp   of it.
     * @param payloadLength of it.
     * @return whether it meets those conditions.
     */
    public boolean matches(final HostPort sender, final int arrivedDscp, final int payloadLength)
    {
        return (null == source || source.contains(sender)) &&
            (DSCP_ANY == dscp || dscp == arrivedDscp) &&
            (null == length || length.contains(payloadLength));
    }
}
