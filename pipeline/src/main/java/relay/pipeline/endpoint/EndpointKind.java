package relay.pipeline.endpoint;

import org.agrona.concurrent.Agent;

/**
 * One kind of endpoint in one relay: what all workers share of it, and the openers of each worker. Used by the thread
 * that launches the relay.
 */
public interface EndpointKind extends AutoCloseable
{
    /**
     * Starts what the workers share. Called once, before anything is opened.
     *
     * @param streams how many sources and senders of this kind will be opened.
     */
    void start(int streams);

    /**
     * Called once for each worker that has such endpoints, after the start.
     *
     * @param opened what the worker has open.
     * @return the openers of the worker.
     */
    Openers openers(OpenedEndpoints opened);

    /**
     * @return what the only data thread has to run too; null if nothing.
     */
    default Agent agent()
    {
        return null;
    }

    /**
     * May be called from any thread, until it is closed.
     *
     * @return why nothing is sent or received any longer, and the remedy; null while it works.
     */
    default String failure()
    {
        return null;
    }

    @Override
    void close();
}
