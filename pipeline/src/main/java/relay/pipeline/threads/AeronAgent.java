package relay.pipeline.threads;

import org.agrona.concurrent.Agent;
import relay.transport.aeron.AeronTransport;

/**
 * Drives an embedded Aeron driver on the data thread.
 */
public final class AeronAgent implements Agent
{
    private final AeronTransport aeron;

    public AeronAgent(final AeronTransport aeron)
    {
        this.aeron = aeron;
    }

    @Override
    public int doWork()
    {
        return aeron.doWork();
    }

    @Override
    public String roleName()
    {
        return "aeron";
    }
}
