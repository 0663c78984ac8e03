package relay.pipeline;

import relay.transport.UdpTransport;
import relay.transport.nio.NioTransport;

/**
 * Chooses how datagrams get in and out of this process.
 */
public final class UdpTransports
{
    private UdpTransports()
    {
    }

    /**
     * @return the fastest that works here, for one thread.
     */
    public static UdpTransport best()
    {
        return new NioTransport();
    }
}
