package relay.perf.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Undoes the steps of a run when it ends, however it ends: at the end, after a failure, and by a shutdown hook when
 * SIGINT or SIGTERM stop it. Ends every process that was started, then undoes the last step first.
 */
public final class CleanUp implements AutoCloseable
{
    private static final long STOP_TIMEOUT_S = 5;

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

    /** {@return whether a signal ends this process: then it causes every failure from now on} */
    public boolean isShuttingDown()
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

    /** Asks first: a relay that is killed leaves its files. */
    private static void endProcesses()
    {
        final List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        processes.forEach(ProcessHandle::destroy);
        try
        {
            CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .get(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        }
        catch (final TimeoutException | ExecutionException ignore)
        {
            processes.forEach(ProcessHandle::destroyForcibly);
        }
        catch (final InterruptedException ex)
        {
            processes.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
