package relay.tools.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.config.Units;
import relay.observe.LatencyTags;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;
import relay.tools.model.capacity.BufferNeeds;

/**
 * Reads what {@code relay model} is asked, where an option has several parts. Refuses with messages for the user.
 */
final class ModelOptions
{
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern BURST = Pattern.compile("([0-9.]+)x/(.+)");
    private static final String SIZES = "small, standard, jumbo, large";

    private ModelOptions()
    {
    }

    /**
     * @param factor   of the rate.
     * @param lengthNs that it lasts.
     */
    record Burst(double factor, long lengthNs)
    {
        static final Burst NONE = new Burst(1, 0);
    }

    /**
     * @param value    of the option.
     * @param isFactor whether it is a multiple of the rate, rather than packets a second.
     */
    record Drain(double value, boolean isFactor)
    {
        static final Drain UNLIMITED = new Drain(Double.POSITIVE_INFINITY, true);

        /**
         * @param ratePerSecond of all packets.
         * @return the multiple of the rate that leaves at most.
         */
        double factor(final double ratePerSecond)
        {
            return isFactor ? value : value / ratePerSecond;
        }
    }

    /**
     * @param text such as {@code 3x/50ms}.
     * @return the burst.
     */
    static Burst burst(final String text)
    {
        final Matcher matcher = BURST.matcher(text);
        if (!matcher.matches() || !isNumber(matcher.group(1)))
        {
            throw new IllegalArgumentException(
                "--burst " + text + ": a multiple of the rate and how long, such as 3x/50ms");
        }
        return new Burst(Double.parseDouble(matcher.group(1)), duration("--burst " + text, matcher.group(2)));
    }

    /**
     * @param text such as {@code 1.5x} or {@code 470000}.
     * @return the drain.
     */
    static Drain drain(final String text)
    {
        final boolean isFactor = text.endsWith("x");
        final String number = isFactor ? text.substring(0, text.length() - 1) : text;
        if (!isNumber(number) || 0 == Double.parseDouble(number))
        {
            throw new IllegalArgumentException(
                "--drain " + text + ": packets a second, such as 470000, or a multiple of the rate, such as 1.5x");
        }
        return new Drain(Double.parseDouble(number), isFactor);
    }

    /**
     * @param text such as {@code 22us}, or {@code small=7us,standard=22us}.
     * @return lifetimes in nanoseconds of the size classes that it names.
     */
    static Map<SizeClass, Long> lifetimes(final String text)
    {
        if (text.indexOf('=') >= 0)
        {
            return bySize("--lifetime", text, value -> duration("--lifetime " + text, value));
        }
        final long lifetimeNs = duration("--lifetime", text);
        final Map<SizeClass, Long> lifetimes = new EnumMap<>(SizeClass.class);
        Arrays.stream(SizeClass.values()).forEach(sizeClass -> lifetimes.put(sizeClass, lifetimeNs));
        return lifetimes;
    }

    /**
     * @param text such as {@code small=1000,jumbo=0}.
     * @return the counts; the pool's where it names none.
     */
    static BufferCounts buffers(final String text)
    {
        final Map<SizeClass, Integer> counts = bySize("--buffers", text, value -> count(text, value));
        final Function<SizeClass, Integer> count =
            sizeClass -> counts.getOrDefault(sizeClass, BufferCounts.DEFAULT.of(sizeClass));
        return new BufferCounts(count.apply(SizeClass.SMALL), count.apply(SizeClass.STANDARD),
            count.apply(SizeClass.JUMBO), count.apply(SizeClass.LARGE));
    }

    private static <T> Map<SizeClass, T> bySize(
        final String option, final String text, final Function<String, T> parser)
    {
        final Map<SizeClass, T> values = new EnumMap<>(SizeClass.class);
        for (final String part : text.split(",", -1))
        {
            final int equals = part.indexOf('=');
            final SizeClass sizeClass = equals < 0 ? null : sizeClass(part.substring(0, equals));
            if (null == sizeClass || values.containsKey(sizeClass))
            {
                throw new IllegalArgumentException(option + " " + text + " at '" + part +
                    "': SIZE=VALUE,..., each of " + SIZES + " at most once");
            }
            values.put(sizeClass, parser.apply(part.substring(equals + 1)));
        }
        return values;
    }

    private static SizeClass sizeClass(final String label)
    {
        return List.of(SizeClass.values()).stream()
            .filter(sizeClass -> LatencyTags.label(sizeClass).equals(label)).findFirst().orElse(null);
    }

    private static int count(final String text, final String value)
    {
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) > BufferNeeds.BUFFERS_MAX)
        {
            throw new IllegalArgumentException(
                "--buffers " + text + " at '" + value + "': 0 to " + BufferNeeds.BUFFERS_MAX);
        }
        return Integer.parseInt(value);
    }

    private static long duration(final String where, final String text)
    {
        try
        {
            return Units.DURATION.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(where + ": " + ex.getMessage());
        }
    }

    private static boolean isNumber(final String text)
    {
        return NUMBER.matcher(text).matches();
    }
}
