package relay.pipeline.ledger;

/**
 * Why a packet, or one destination's copy of it, went no further. Labels are part of the report's format.
 */
public enum DropReason
{
    /** Ingress: longer than the largest buffer of its lane. */
    OVERSIZE(Stage.INGRESS, "oversize"),
    /** Ingress: every buffer of its size class is in flight. */
    POOL_EXHAUSTED(Stage.INGRESS, "pool_exhausted"),
    /** Ingress: our own output, heard as input. */
    OWN_ECHO(Stage.INGRESS, "own_echo"),
    /** Ingress, between relays: not an envelope, its length is wrong, or its fragments do not fit together. */
    BAD_ENVELOPE(Stage.INGRESS, "bad_envelope"),
    /** Ingress, between relays: an envelope of a version or with flags that this relay does not know. */
    BAD_VERSION(Stage.INGRESS, "bad_version"),
    /** Ingress, between relays: it came from this relay in the first place, or another one heard its output. */
    LOOP(Stage.INGRESS, "loop"),
    /** Ingress, between relays: passed on by too many relays. */
    HOP_LIMIT(Stage.INGRESS, "hop_limit"),
    /** Ingress, between relays: seen before, or older than what was seen. */
    REPLAY(Stage.INGRESS, "replay"),
    /** Ingress, between relays: more different flows than a relay keeps track of. */
    TOO_MANY_FLOWS(Stage.INGRESS, "too_many_flows"),
    /** Ingress: another leg of its feed brought it before. */
    DUPLICATE(Stage.INGRESS, "duplicate"),
    /** Qos: over the rate of its traffic class. */
    POLICED(Stage.QOS, "policed"),
    /** Egress: older than the deadline of its traffic class. */
    EXPIRED(Stage.EGRESS, "expired"),
    /** Egress: the destination held its share of the lane, so its oldest were skipped. */
    LAGGING(Stage.EGRESS, "lagging"),
    /** Egress: the destination held its share of the lane, so it was cut off for a while. */
    DISCONNECTED(Stage.EGRESS, "disconnected"),
    /** Egress: the destination's thread made no progress for 2 s; the relay stopped waiting for it. */
    STALLED(Stage.EGRESS, "stalled"),
    /** Egress: nobody listens at the far end. */
    NOT_CONNECTED(Stage.EGRESS, "not_connected"),
    /** Egress: no route, no device or no address to send from. */
    UNREACHABLE(Stage.EGRESS, "unreachable"),
    /** Egress: longer than the network or an Aeron message takes. */
    TOO_LONG(Stage.EGRESS, "too_long"),
    /** Egress: any other error of the socket or publication. */
    SEND_FAILED(Stage.EGRESS, "send_failed"),
    /** Egress: still waiting when the relay stopped. */
    SHUTDOWN(Stage.EGRESS, "shutdown");

    private final Stage stage;
    private final String label;

    /** What drops it: also the first word of its description in {@code docs/report.md}. */
    enum Stage
    {
        INGRESS, QOS, EGRESS
    }

    DropReason(final Stage stage, final String label)
    {
        this.stage = stage;
        this.label = label;
    }

    /**
     * @return its name in reports, metrics and documents.
     */
    public String label()
    {
        return label;
    }

    Stage stage()
    {
        return stage;
    }

    /**
     * @return whether ingress drops it, before it has a slot.
     */
    public boolean isIngress()
    {
        return Stage.INGRESS == stage;
    }
}
