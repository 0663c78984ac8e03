package relay.transport.linux;

/**
 * The octet of the IP header that IPv4 calls type of service and IPv6 traffic class: a code point (RFC 2474) above two
 * bits of congestion notification.
 */
final class TrafficOctet
{
    private static final int DSCP_SHIFT = 2;
    private static final int DSCP_MASK = 0x3F;

    private TrafficOctet()
    {
    }

    /**
     * @param dscp 0..63.
     * @return the octet, without congestion notification.
     */
    static int of(final int dscp)
    {
        return dscp << DSCP_SHIFT;
    }

    /**
     * @param octet signed or not.
     * @return the code point, 0..63.
     */
    static int dscp(final int octet)
    {
        return octet >> DSCP_SHIFT & DSCP_MASK;
    }
}
