package relay.pipeline;

import org.agrona.concurrent.Agent;
import relay.transport.aeron.AeronTransport;

/**
 * Drives an embedded Aeron driver on the data thread.
 */
final class AeronAgent implements Agent
{
    private final AeronTransport aeron;

    AeronAgent(final AeronTransport aeron)
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
