package relay.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into a request to stop, so that a command can print what it measured and choose its exit
 * status. A second signal ends the process at once. Any thread.
 */
final class StopSignal implements AutoCloseable
{
    private static final String[] NAMES = {"INT", "TERM"};
    private static final int SIGNAL_BASE = 128;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Object, Object> previous = new LinkedHashMap<>();

    /**
     * Installs the handlers; {@link #close()} puts back those that were there.
     */
    StopSignal()
    {
        for (final String name : NAMES)
        {
            install(name);
        }
    }

    /**
     * Waits.
     *
     * @param timeoutNs for so long at most.
     * @return whether to stop.
     */
    boolean await(final long timeoutNs)
    {
        try
        {
            return stopped.await(timeoutNs, TimeUnit.NANOSECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Stops as a signal would.
     */
    void stop()
    {
        stopped.countDown();
    }

    @Override
    public void close()
    {
        previous.forEach((signal, handler) ->
        {
            try
            {
                handle(signal, handler);
            }
            catch (final ReflectiveOperationException ex)
            {
                throw new IllegalStateException("cannot restore the handler of " + signal, ex);
            }
        });
    }

    private void onSignal(final Object signal)
    {
        if (0 == stopped.getCount())
        {
            Runtime.getRuntime().halt(SIGNAL_BASE + (signal.toString().endsWith("INT") ? 2 : 15));
        }
        stop();
    }

    private void install(final String name)
    {
        // by reflection: javac warns of sun.misc.Signal wherever it is named, and no annotation silences it
        try
        {
            final Class<?> type = Class.forName("sun.misc.SignalHandler");
            final Object signal = Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
            final Object handler = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> invoke(proxy, method.getName(), arguments));
            previous.put(signal, handle(signal, handler));
        }
        catch (final InvocationTargetException ignore)
        {
            // the JVM was told to leave signals alone (-Xrs): then they end the process as they always do
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new IllegalStateException("this Java cannot handle signals", ex);
        }
    }

    private Object invoke(final Object proxy, final String method, final Object[] arguments)
    {
        return switch (method)
        {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "relay stop signal";
            default ->
            {
                onSignal(arguments[0]);
                yield null;
            }
        };
    }

    private static Object handle(final Object signal, final Object handler) throws ReflectiveOperationException
    {
        return signal.getClass().getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
            .invoke(null, signal, handler);
    }
}
