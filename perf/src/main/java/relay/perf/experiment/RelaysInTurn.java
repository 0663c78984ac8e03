package relay.perf.experiment;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A process of its own: relays with metrics and without, alive at once and loaded in turn. Each has all of its classes
 * but the JDK's for itself, so each is compiled by itself, from what it did itself. Prints nanoseconds of a
 * data thread for a datagram, a line for each round, in the order of {@link #ORDER}. Arguments: directory of the classes without
 * metrics, rounds that do not count, rounds that do, and length of a window in milliseconds.
 */
public final class RelaysInTurn
{
    /** Whether each relay has metrics: two and two, so that alike ones show how far alike ones differ. */
    static final List<Boolean> ORDER = List.of(true, false, false, true);

    private RelaysInTurn()
    {
    }

    /**
     * @param args as above.
     * @throws Exception if a relay cannot be made, or fails.
     */
    public static void main(final String[] args) throws Exception
    {
        final Path withoutMetrics = Path.of(args[0]);
        final long windowNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
        final List<LongToDoubleFunction> relays = new ArrayList<>();
        try
        {
            for (final boolean hasMetrics : ORDER)
            {
                relays.add(relay(hasMetrics ? null : withoutMetrics));
            }
            rounds(relays, Integer.parseInt(args[1]), windowNs);
            rounds(relays, Integer.parseInt(args[2]), windowNs).forEach(System.out::println);
        }
        finally
        {
            for (final LongToDoubleFunction relay : relays)
            {
                ((AutoCloseable)relay).close();
            }
        }
    }

    /** In turn forwards and backwards: what drifts is the same for all then. */
    private static List<String> rounds(
        final List<LongToDoubleFunction> relays, final int count, final long windowNs)
    {
        final List<String> lines = new ArrayList<>();
        final double[] ns = new double[relays.size()];
        for (int round = 0; round < count; round++)
        {
            for (int i = 0; i < ns.length; i++)
            {
                final int next = 0 == round % 2 ? i : ns.length - 1 - i;
                ns[next] = relays.get(next).applyAsDouble(windowNs);
            }
            lines.add(Arrays.stream(ns).mapToObj(each -> String.format(Locale.ROOT, "%.2f", each))
                .collect(Collectors.joining(" ")));
        }
        return lines;
    }

    private static LongToDoubleFunction relay(final Path first) throws ReflectiveOperationException, MalformedURLException
    {
        final List<URL> classPath = new ArrayList<>();
        for (final String entry : MeasuringJvm.classPath(first).split(File.pathSeparator))
        {
            classPath.add(Path.of(entry).toUri().toURL());
        }
        final ClassLoader loader =
            new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        return (LongToDoubleFunction)loader.loadClass(LoadedRelay.class.getName()).getConstructor().newInstance();
    }
}
