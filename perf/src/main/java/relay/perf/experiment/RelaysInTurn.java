package relay.perf.experiment;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import relay.pool.BufferCounts;

/**
 * A process of its own: relays with metrics and without, alive at once and loaded in turn. Each has all of its classes
 * but the JDK's for itself, so each is compiled by itself, from what it did itself. Prints nanoseconds of a data thread
 * for a datagram, a line for each round, in the order of {@link #ORDER}. Arguments: directory of the classes without
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
            lines.add(DoubleStream.of(ns).mapToObj(each -> String.format(Locale.ROOT, "%.2f", each))
                .collect(Collectors.joining(" ")));
        }
        return lines;
    }

    private static LongToDoubleFunction relay(final Path first)
        throws ReflectiveOperationException, MalformedURLException
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

    /**
     * A relay that gets more than it can take while the cost of a datagram is measured, so that its data thread does
     * not sleep then; in between it has nothing to do. Known by classes of the JDK alone to the thread that uses it.
     */
    public static final class LoadedRelay implements LongToDoubleFunction, AutoCloseable
    {
        /** Until it is awake, and the one before it has emptied its socket. */
        private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(4);

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final LoopbackRelay loopback;
        private final PacedSource source;
        private final long dataThread;

        /**
         * @throws IOException if there are no ports.
         */
        public LoadedRelay() throws IOException
        {
            final Set<Long> others = dataThreads();
            loopback = new LoopbackRelay(BufferCounts.DEFAULT, 0);
            source = new PacedSource(loopback.input(), LengthMix.SMALL);
            dataThread = dataThreads().stream().filter(thread -> !others.contains(thread)).findFirst().orElseThrow();
        }

        /**
         * @param lengthNs of the window.
         * @return nanoseconds of its data thread for a datagram that it sent; NaN if it sent none.
         */
        @Override
        public double applyAsDouble(final long lengthNs)
        {
            load(SETTLE_NS);
            final long sent = loopback.relay().ledger().sent();
            final long cpuNs = threads.getThreadCpuTime(dataThread);
            load(lengthNs);
            final long spentNs = threads.getThreadCpuTime(dataThread) - cpuNs;
            final long count = loopback.relay().ledger().sent() - sent;
            return 0 == count ? Double.NaN : (double)spentNs / count;
        }

        @Override
        public void close() throws IOException
        {
            source.close();
            loopback.close();
        }

        private void load(final long lengthNs)
        {
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < lengthNs)
            {
                source.sendUpTo(Long.MAX_VALUE);
            }
        }

        private static Set<Long> dataThreads()
        {
            return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(LoopbackRelay.DATA_THREAD))
                .map(Thread::threadId).collect(Collectors.toSet());
        }
    }
}
