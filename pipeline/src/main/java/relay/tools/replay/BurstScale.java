package relay.tools.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.config.Units;
import relay.transport.endpoint.UserText;

/**
 * Makes bursts of traffic, or larger bursts of those that are there: at the beginning of every period, time runs so
 * many times as fast for a while. The order stays. Between the windows the traffic is what it was, so that the mean
 * rate rises with the bursts, by 1 + (factor - 1) * window / period. Immutable, any thread.
 *
 * <pre>
 *   time of the traffic  |======= B =======|-------|======= B =======|-------|    B = factor * window
 *   when it is due       |== W ==|-------|== W ==|-------|                        W = window, W + rest = period
 * </pre>
 *
 * A piecewise linear map in whole nanoseconds, rounded down: it never decreases, and repeats exactly.
 */
public final class BurstScale
{
    private static final Pattern FORM = Pattern.compile("([^/]+)/([^/]+)/ *(?:every +)?([^/]+)");
    private static final long PERIOD_MAX_NS = 86_400_000_000_000L;

    private final Factor factor;
    private final long windowNs;
    private final long periodNs;
    /** How much time of the traffic goes by in a window, and in a period. */
    private final long fastNs;
    private final long cycleNs;

    /**
     * @param factor   how many times as fast, 1 or more.
     * @param windowNs how long, in nanoseconds.
     * @param periodNs from the beginning of one window to that of the next, a day at most.
     */
    BurstScale(final Factor factor, final long windowNs, final long periodNs)
    {
        if (factor.numerator() < factor.denominator() || windowNs <= 0 || windowNs > periodNs ||
            periodNs > PERIOD_MAX_NS)
        {
            throw new IllegalArgumentException("a burst is 1x or more, for some time out of a period of a day at most");
        }
        this.factor = factor;
        this.windowNs = windowNs;
        this.periodNs = periodNs;
        fastNs = factor.multiply(windowNs);
        cycleNs = fastNs + periodNs - windowNs;
    }

    /**
     * @param text such as {@code 3x/50ms/every 1s}.
     * @return the bursts.
     * @throws IllegalArgumentException with a message of one line, if it is anything else.
     */
    public static BurstScale parse(final String text)
    {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("bad burst " + UserText.quoted(text) + ": FACTOR/WINDOW/every PERIOD, " +
                "such as '3x/50ms/every 1s'");
        }
        try
        {
            return new BurstScale(Factor.parse(matcher.group(1).strip()),
                Units.DURATION.parse(matcher.group(2).strip()), Units.DURATION.parse(matcher.group(3).strip()));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("bad burst " + UserText.quoted(text) + ": " + ex.getMessage());
        }
    }

    /**
     * @param timeNs of the traffic after its start, 0 or more.
     * @return when it is due, in nanoseconds after the start.
     */
    long dueNs(final long timeNs)
    {
        final long restNs = timeNs % cycleNs;
        return timeNs / cycleNs * periodNs + (restNs < fastNs ? factor.divide(restNs) : windowNs + restNs - fastNs);
    }
}
