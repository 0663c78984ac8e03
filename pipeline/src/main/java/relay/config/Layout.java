package relay.config;

/**
 * Which threads run the stages of a worker. The Aeron driver has a thread of its own, but for one case that is told below.
 */
public enum Layout
{
    /** Everything that touches data on one thread, with one worker Aeron's embedded driver too: best below four cores. */
    COMPACT,
    /** One thread for ingress and qos, one for all egress. */
    STAGED,
    /** One thread for ingress, one for qos, one for each destination's egress. */
    DEDICATED,
}
