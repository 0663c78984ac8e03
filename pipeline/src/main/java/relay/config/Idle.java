package relay.config;

/**
 * What a data thread does when there is nothing to do.
 */
public enum Idle
{
    /** It looks again a few times, then sleeps; where it receives, until the kernel has a datagram for it. */
    BACKOFF,
    /** It looks again without end, and lets others run in between. */
    YIELD,
    /** It looks again without end, and needs a core of its own. */
    BUSY_SPIN,
}
