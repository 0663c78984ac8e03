package relay.transport.capture;

import java.util.Locale;

/**
 * Why a record of a capture is no datagram that could be sent again. A record has one reason, the first that applies.
 */
public enum SkipReason
{
    /** The link type is none of those that are read. */
    LINKTYPE,
    /** The captured bytes end before the headers or before the datagram does. */
    TRUNCATED,
    /** Another protocol than IP: ARP, LLC, MPLS, PTP over Ethernet. */
    NON_IP,
    /** Headers that contradict each other or the length of the frame. */
    MALFORMED,
    /** A part of a datagram, the first part too. */
    FRAGMENT,
    /** IP, but not UDP; tunnels are not opened. */
    NON_UDP;

    /** How many reasons there are. */
    public static final int COUNT = values().length;

    private final String key = name().toLowerCase(Locale.ROOT);

    /**
     * @return as it is written in reports.
     */
    public String key()
    {
        return key;
    }
}
