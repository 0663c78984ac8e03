package relay.pipeline;

import relay.transport.TransportException;

/**
 * Binds threads to cores.
 */
final class CorePinning
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
    static void pin(final int core)
    {
        throw new TransportException(
            "thread " + Thread.currentThread().getName() + " is not on core " + core + ": this version cannot pin", null);
    }
}
