package relay.config;

/**
 * Which threads run the stages of a worker.
 */
public enum Layout
{
    /** Everything that touches data, Aeron's embedded driver too, on one thread: the best below four cores. */
    COMPACT,
    /** One thread for ingress and qos, one for egress, and the Aeron driver on its own. */
    STAGED,
}
