package relay.pipeline.threads;

import java.util.List;
import java.util.function.IntConsumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;

/**
 * One thread of the data path: its agents in the order of a datagram's way, what it does when they have nothing to do,
 * and the core that it is pinned to.
 */
public final class DataThread implements Agent
{
    /** The system chooses. */
    public static final int ANY_CORE = -1;

    private final String name;
    private final Agent agents;
    private final IdleStrategy idleStrategy;
    private final int core;
    private final IntConsumer pinning;
    private final ErrorHandler errorHandler;
    /** Of the threads that go on with what this one publishes. */
    private final Doorbell[] next;

    /**
     * @param prefix       of its name, to tell workers apart.
     * @param agents       at least one.
     * @param idleStrategy of its own.
     * @param next         of the threads that go on with what this one publishes, as far as they sleep.
     * @param core         or {@link #ANY_CORE}.
     * @param pinning      pins the calling thread to a core.
     * @param errorHandler told if that fails.
     */
    public DataThread(
        final String prefix,
        final List<? extends Agent> agents,
        final IdleStrategy idleStrategy,
        final List<Doorbell> next,
        final int core,
        final IntConsumer pinning,
        final ErrorHandler errorHandler)
    {
        this.agents = 1 == agents.size() ? agents.getFirst() : new CompositeAgent(agents);
        name = prefix + this.agents.roleName();
        this.idleStrategy = idleStrategy;
        this.next = next.toArray(new Doorbell[0]);
        this.core = core;
        this.pinning = pinning;
        this.errorHandler = errorHandler;
    }

    /**
     * Pins the thread before anything else happens on it, so that what it touches first is near its core.
     */
    @Override
    public void onStart()
    {
        if (ANY_CORE != core)
        {
            try
            {
                pinning.accept(core);
            }
            catch (final RuntimeException ex)
            {
                // slower, but a relay: the core was there when the configuration was read
                errorHandler.onError(ex);
            }
        }
        agents.onStart();
    }

    @Override
    public int doWork() throws Exception
    {
        final int workCount = agents.doWork();
        if (workCount > 0)
        {
            for (final Doorbell doorbell : next)
            {
                doorbell.ring();
            }
        }
        return workCount;
    }

    @Override
    public void onClose()
    {
        agents.onClose();
    }

    @Override
    public String roleName()
    {
        return name;
    }

    public IdleStrategy idleStrategy()
    {
        return idleStrategy;
    }

    /**
     * @return of the threads that it wakes.
     */
    public Doorbell[] next()
    {
        return next;
    }

    public int core()
    {
        return core;
    }
}
