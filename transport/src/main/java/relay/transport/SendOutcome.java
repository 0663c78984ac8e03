package relay.transport;

/**
 * What became of one send. All but {@link #BACK_PRESSURED} are final.
 */
public enum SendOutcome
{
    /** The kernel, or the Aeron log, took it. */
    SENT,
    /** Refused for now: try again in the next duty cycle. */
    BACK_PRESSURED,
    /** Nobody listens at the far end of an Aeron stream. */
    NOT_CONNECTED,
    /** ENETUNREACH, EHOSTUNREACH, ENODEV, EADDRNOTAVAIL: no way out for now. */
    UNREACHABLE,
    /** EMSGSIZE, or more than an Aeron message may hold. */
    TOO_LONG,
    /** Any other error; the socket or publication stays open. */
    FAILED,
    /** Given up before it was sent, by its owner and not by the sender. */
    WITHDRAWN,
}
