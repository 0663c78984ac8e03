package relay.perf.burst;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run that SIGINT or SIGTERM interrupts end in order: the load stops, and the results so far are reported.
 */
final class StopHook
{
    private static final long TIMEOUT_SEC = 15;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean isStopped;

    boolean isStopped()
    {
        return isStopped;
    }

    /**
     * @param work to be done; the process does not end before it, unless it takes too long to stop.
     * @param <T>  of its result.
     * @return its result.
     * @throws Exception that the work throws.
     */
    <T> T guard(final Callable<T> work) throws Exception
    {
        final Thread hook = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try
        {
            return work.call();
        }
        finally
        {
            done.countDown();
            if (!isStopped)
            {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private void stop()
    {
        isStopped = true;
        try
        {
            done.await(TIMEOUT_SEC, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ignore)
        {
            // the process ends in any case
        }
    }
}
