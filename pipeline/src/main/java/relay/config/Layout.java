package relay.config;

/**
 * Which threads run the stages of a worker. The Aeron driver has threads of its own, but for one case that is told
 * here.
 */
public enum Layout
{
    /** Everything that touches data on one thread, with one worker the embedded driver too: best below four cores. */
    COMPACT,
    /** One thread for ingress and qos, one for all egress. */
    STAGED,
    /** One thread for ingress, one for qos, one for each destination's egress. */
    DEDICATED,
}
