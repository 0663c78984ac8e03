package relay.perf.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be undone when a run ends, however it ends: at the end, after a failure, and by a shutdown hook when SIGINT
 * or SIGTERM stop it. Last done is undone first, but before all, every process that was started is ended.
 */
final class CleanUp implements AutoCloseable
{
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Thread hook = new Thread(this::onShutdown, "clean-up");
    private volatile boolean isShuttingDown;

    CleanUp()
    {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized void add(final Runnable step)
    {
        steps.push(step);
    }

    /**
     * @return whether a signal ends this process: then whatever fails now, fails because of that.
     */
    boolean isShuttingDown()
    {
        return isShuttingDown;
    }

    @Override
    public void close()
    {
        undo();
        if (!isShuttingDown)
        {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void onShutdown()
    {
        isShuttingDown = true;
        undo();
    }

    private synchronized void undo()
    {
        final boolean isAnything = !steps.isEmpty();
        if (isAnything)
        {
            endProcesses();
        }
        while (!steps.isEmpty())
        {
            undoOne(steps.pop());
        }
        if (isAnything)
        {
            // one may have been started meanwhile
            endProcesses();
        }
    }

    private static void undoOne(final Runnable step)
    {
        try
        {
            step.run();
        }
        catch (final RuntimeException ex)
        {
            // the others still must be undone
            System.err.println("relay: could not clean up: " + ex.getMessage());
        }
    }

    private static void endProcesses()
    {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
