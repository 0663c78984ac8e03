package relay.pipeline.ledger;

/**
 * Why a packet, or one destination's copy of it, went no further. Labels are part of the report's format.
 */
public enum DropReason
{
    /** Ingress: longer than the largest buffer of its lane. */
    OVERSIZE("oversize"),
    /** Ingress: every buffer of its size class is in flight. */
    POOL_EXHAUSTED("pool_exhausted"),
    /** Ingress: our own output, heard as input. */
    OWN_ECHO("own_echo"),
    /** Ingress, between relays: not an envelope, its length is wrong, or its fragments do not fit together. */
    BAD_ENVELOPE("bad_envelope"),
    /** Ingress, between relays: an envelope of a version or with flags that this relay does not know. */
    BAD_VERSION("bad_version"),
    /** Ingress, between relays: it came from this relay in the first place, or another one heard its output. */
    LOOP("loop"),
    /** Ingress, between relays: passed on by too many relays. */
    HOP_LIMIT("hop_limit"),
    /** Ingress, between relays: seen before, or older than what was seen. */
    REPLAY("replay"),
    /** Ingress, between relays: more different flows than a relay keeps track of. */
    TOO_MANY_FLOWS("too_many_flows"),
    /** Ingress: another leg of its feed brought it before. */
    DUPLICATE("duplicate"),
    /** Qos: over the rate of its traffic class. */
    POLICED("policed"),
    /** Egress: older than the deadline of its traffic class. */
    EXPIRED("expired"),
    /** Egress: the destination held its share of the lane, so its oldest were skipped. */
    LAGGING("lagging"),
    /** Egress: the destination held its share of the lane, so it was cut off for a while. */
    DISCONNECTED("disconnected"),
    /** Egress: the destination's thread had stopped, so that nobody waited for it any more. */
    STALLED("stalled"),
    /** Egress: nobody listens at the far end. */
    NOT_CONNECTED("not_connected"),
    /** Egress: no route, no device or no address to send from. */
    UNREACHABLE("unreachable"),
    /** Egress: longer than the network or an Aeron message takes. */
    TOO_LONG("too_long"),
    /** Egress: any other error of the socket or publication. */
    SEND_FAILED("send_failed"),
    /** Egress: still waiting when the relay stopped. */
    SHUTDOWN("shutdown");

    private final String label;

    DropReason(final String label)
    {
        this.label = label;
    }

    /**
     * @return its name in reports, metrics and documents.
     */
    public String label()
    {
        return label;
    }

    /**
     * @return whether ingress drops it, before it has a slot.
     */
    public boolean isIngress()
    {
        return ordinal() < POLICED.ordinal();
    }
}
