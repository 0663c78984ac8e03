package relay.tools.paced;

import org.agrona.concurrent.Agent;

/**
 * An agent that sends datagrams when they are due, and knows how long there is nothing to do for it.
 */
public interface PacedAgent extends Agent
{
    /** {@link #waitNs()}: it depends on others when there is something to do. */
    long UNKNOWN_NS = -1;

    /**
     * Called from the agent's thread, between duty cycles.
     *
     * @return how long there is nothing to do, in nanoseconds; or {@link #UNKNOWN_NS}.
     */
    long waitNs();
}
