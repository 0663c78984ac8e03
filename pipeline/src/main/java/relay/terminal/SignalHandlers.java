package relay.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Handlers of signals, until they are closed. By reflection: javac warns of sun.misc.Signal wherever it is named, and
 * no annotation silences it. Handlers are called on threads of the JVM.
 */
public final class SignalHandlers implements AutoCloseable
{
    private final Map<Object, Object> previous = new LinkedHashMap<>();

    /**
     * @param name    of a signal, without SIG.
     * @param handler called with that name.
     */
    public void install(final String name, final Consumer<String> handler)
    {
        try
        {
            final Class<?> type = Class.forName("sun.misc.SignalHandler");
            final Object signal = Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
            final Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (self, method, arguments) -> invoke(self, method.getName(), arguments, name, handler));
            previous.put(signal, handle(signal, proxy));
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

    /** Puts back the handlers that were there. */
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

    private static Object invoke(
        final Object self,
        final String method,
        final Object[] arguments,
        final String name,
        final Consumer<String> handler)
    {
        return switch (method)
        {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "relay's handler of " + name;
            default ->
            {
                handler.accept(name);
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
