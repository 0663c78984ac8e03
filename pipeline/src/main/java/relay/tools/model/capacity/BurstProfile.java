package relay.tools.model.capacity;

import java.util.Arrays;
import java.util.stream.LongStream;
import relay.pool.SizeClass;

/**
 * How arrivals crowd together: how many came of each size class, and the most in any window of 10 us, 20 us, 50 us,
 * 100 us and so on to 1 s. What is late counts as having come with the latest before it. Memory is constant. Owned by
 * one thread.
 */
public final class BurstProfile
{
    private static final long SHORTEST_NS = 10_000;
    private static final long LONGEST_NS = 1_000_000_000;
    private static final long[] STEPS = {1, 2, 5};
    private static final double SECOND_NS = 1e9;

    private final WindowCounts[] windows = windows();
    private final long[] arrivals = new long[SizeClass.COUNT];
    private long firstNs;
    private long latestNs;

    /**
     * @param timeNs    of the arrival.
     * @param sizeClass ordinal of the smallest size class that it fits.
     */
    public void onArrival(final long timeNs, final int sizeClass)
    {
        if (0 == arrivals())
        {
            firstNs = timeNs;
            latestNs = timeNs;
        }
        latestNs = Math.max(latestNs, timeNs);
        arrivals[sizeClass]++;
        for (final WindowCounts window : windows)
        {
            window.onArrival(latestNs - firstNs, sizeClass);
        }
    }

    /**
     * @return of all size classes.
     */
    public long arrivals()
    {
        long sum = 0;
        for (final long count : arrivals)
        {
            sum += count;
        }
        return sum;
    }

    public long arrivals(final int sizeClass)
    {
        return arrivals[sizeClass];
    }

    /**
     * @return from the first arrival to the last.
     */
    public long durationNs()
    {
        return latestNs - firstNs;
    }

    /**
     * @param sizeClass ordinal of one.
     * @return its arrivals a second; 0 if all came at once.
     */
    public double ratePerSecond(final int sizeClass)
    {
        return 0 == durationNs() ? 0 : arrivals[sizeClass] * SECOND_NS / durationNs();
    }

    /**
     * @return arrivals of all size classes a second; 0 if all came at once.
     */
    public double ratePerSecond()
    {
        return 0 == durationNs() ? 0 : arrivals() * SECOND_NS / durationNs();
    }

    /**
     * @return how many lengths of windows there are.
     */
    public int windowCount()
    {
        return windows.length;
    }

    /**
     * @param window 0..{@link #windowCount} - 1, from the shortest on.
     * @return its length.
     */
    public long windowNs(final int window)
    {
        return windows[window].windowNs();
    }

    /**
     * @param window    as above.
     * @param sizeClass ordinal of one.
     * @return the most of its arrivals in such a window: never fewer than there were, nor more than came in a window
     * that is a hundredth longer.
     */
    public long most(final int window, final int sizeClass)
    {
        return windows[window].most(sizeClass);
    }

    /**
     * @param window as above.
     * @return the most arrivals of all size classes in one such window.
     */
    public long most(final int window)
    {
        return windows[window].totalMost();
    }

    /**
     * @param lengthNs  of a window of any length.
     * @param sizeClass ordinal of one.
     * @return arrivals that no such window exceeds: it is covered with windows that were counted.
     */
    public long mostWithin(final long lengthNs, final int sizeClass)
    {
        long most = arrivals[sizeClass];
        for (final WindowCounts window : windows)
        {
            final long count = Math.max(1, Math.ceilDiv(lengthNs, window.windowNs()));
            most = Math.min(most, count * window.most(sizeClass));
        }
        return most;
    }

    private static WindowCounts[] windows()
    {
        return LongStream.iterate(SHORTEST_NS, decadeNs -> decadeNs <= LONGEST_NS, decadeNs -> 10 * decadeNs)
            .flatMap(decadeNs -> Arrays.stream(STEPS).map(step -> step * decadeNs))
            .filter(windowNs -> windowNs <= LONGEST_NS)
            .mapToObj(WindowCounts::new).toArray(WindowCounts[]::new);
    }
}
