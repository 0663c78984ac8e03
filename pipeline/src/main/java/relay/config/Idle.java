package relay.config;

/**
 * What a data thread does when there is nothing to do.
 */
public enum Idle
{
    /** While work comes often it looks again for a short while; then it sleeps until there is some. */
    BACKOFF,
    /** It sleeps at once until there is something to do: the least CPU. */
    SLEEP,
    /** It looks again without end, and lets others run in between. */
    YIELD,
    /** It looks again without end, and needs a core of its own. */
    BUSY_SPIN,
}
