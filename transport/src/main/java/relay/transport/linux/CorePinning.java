package relay.transport.linux;

import java.util.BitSet;
import relay.transport.TransportException;

/**
 * Binds threads to cores.
 */
public final class CorePinning
{
    private CorePinning()
    {
    }

    /**
     * Called from the thread that is to stay on a core.
     *
     * @param core number of a core that this process may use.
     * @throws TransportException if the system refuses.
     */
    public static void pin(final int core)
    {
        final String obstacle = LinuxTransport.obstacle();
        if (null != obstacle)
        {
            throw new TransportException("thread " + Thread.currentThread().getName() + " is not kept on core " + core +
                ": " + obstacle, null);
        }
        final BitSet cores = new BitSet();
        cores.set(core);
        Affinity.pin(cores);
    }
}
