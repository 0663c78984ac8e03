package relay.terminal;

import org.agrona.concurrent.Agent;
import relay.transport.linux.CorePinning;

/**
 * An agent whose thread stays on one core from its start on.
 */
public final class PinnedAgent implements Agent
{
    private final Agent agent;
    private final int core;

    /**
     * @param agent that runs there.
     * @param core  number of a core that this process may use; if it may not, the agent does not start.
     */
    public PinnedAgent(final Agent agent, final int core)
    {
        this.agent = agent;
        this.core = core;
    }

    @Override
    public void onStart()
    {
        CorePinning.pin(core);
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception
    {
        return agent.doWork();
    }

    @Override
    public void onClose()
    {
        agent.onClose();
    }

    @Override
    public String roleName()
    {
        return agent.roleName();
    }
}
