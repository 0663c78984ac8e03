package relay.pipeline.watch;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;

/**
 * Where agents and Aeron report errors, and go on: all are counted, each kind is logged once. Any thread.
 */
public final class ErrorLog implements ErrorHandler
{
    private static final System.Logger LOGGER = System.getLogger(ErrorLog.class.getName());
    private static final int KINDS_MAX = 100;

    private final AtomicLong count = new AtomicLong();
    private final Set<String> kinds = new HashSet<>();

    @Override
    public void onError(final Throwable error)
    {
        count.incrementAndGet();
        if (isNew(error))
        {
            LOGGER.log(Level.WARNING, Thread.currentThread().getName() + ": " + error + " (said once)", error);
        }
    }

    /**
     * @return errors so far.
     */
    public long count()
    {
        return count.get();
    }

    private synchronized boolean isNew(final Throwable error)
    {
        final StackTraceElement[] stack = error.getStackTrace();
        return kinds.size() < KINDS_MAX &&
            kinds.add(error.getClass().getName() + (stack.length > 0 ? stack[0] : error.getMessage()));
    }
}
