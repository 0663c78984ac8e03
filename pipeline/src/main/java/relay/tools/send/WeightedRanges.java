package relay.tools.send;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Numbers to draw: ranges with weights, within which each number is as likely as another. Immutable.
 */
public final class WeightedRanges
{
    /** The most ranges. */
    public static final int COUNT_MAX = 64;

    static final int WEIGHT_MAX = 1_000_000;

    private final Range[] ranges;
    private final int weights;

    private WeightedRanges(final List<Range> ranges)
    {
        this.ranges = ranges.toArray(new Range[0]);
        weights = ranges.stream().mapToInt(Range::weight).sum();
    }

    /**
     * Numbers min..max, drawn weight times out of the sum of all.
     *
     * @param min    least number.
     * @param max    greatest number.
     * @param weight 1..1,000,000.
     */
    public record Range(int min, int max, int weight)
    {
    }

    /**
     * @param ranges one to {@link #COUNT_MAX}.
     * @return these.
     */
    static WeightedRanges of(final List<Range> ranges)
    {
        return new WeightedRanges(ranges);
    }

    /**
     * Reads a number or a range, or several with their weights.
     *
     * @param text such as {@code 3}, {@code 60-120}, or {@code 1:50,2-5:30,6-40:20}.
     * @param min  least number allowed.
     * @param max  greatest number allowed.
     * @return these.
     * @throws IllegalArgumentException with a message for the user.
     */
    public static WeightedRanges parse(final String text, final int min, final int max)
    {
        final String[] parts = text.split(",", -1);
        final List<Range> ranges = new ArrayList<>();
        for (final String part : parts)
        {
            final int colon = part.indexOf(':');
            if (ranges.size() == COUNT_MAX || (colon < 0 && parts.length > 1))
            {
                throw new IllegalArgumentException("bad mix '" + text + "' at '" + part + "': up to " + COUNT_MAX +
                    " of NUMBER:WEIGHT or LEAST-MOST:WEIGHT, for example 1:50,2-5:30,6-40:20");
            }
            ranges.add(range(colon < 0 ? part : part.substring(0, colon), min, max,
                colon < 0 ? 1 : number(part.substring(colon + 1), 1, WEIGHT_MAX, "weight")));
        }
        return new WeightedRanges(ranges);
    }

    /**
     * @param random to draw from; a single number takes no draw.
     * @return a number.
     */
    public int next(final SplittableRandom random)
    {
        if (1 == ranges.length && ranges[0].min == ranges[0].max)
        {
            return ranges[0].min;
        }
        int draw = random.nextInt(weights);
        int i = 0;
        while (draw >= ranges[i].weight)
        {
            draw -= ranges[i++].weight;
        }
        return random.nextInt(ranges[i].min, ranges[i].max + 1);
    }

    /**
     * @return the mean number.
     */
    public double mean()
    {
        double sum = 0;
        for (final Range range : ranges)
        {
            sum += (range.min + range.max) / 2.0 * range.weight;
        }
        return sum / weights;
    }

    List<Range> ranges()
    {
        return List.of(ranges);
    }

    private static Range range(final String text, final int min, final int max, final int weight)
    {
        final int hyphen = text.indexOf('-');
        final int least = number(hyphen < 0 ? text : text.substring(0, hyphen), min, max, "number");
        final int most = hyphen < 0 ? least : number(text.substring(hyphen + 1), min, max, "number");
        if (most < least)
        {
            throw new IllegalArgumentException("bad range '" + text + "': the least number comes first");
        }
        return new Range(least, most, weight);
    }

    private static int number(final String text, final int min, final int max, final String what)
    {
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max)
        {
            throw new IllegalArgumentException("bad " + what + " '" + text + "': " + min + " to " + max);
        }
        return Integer.parseInt(text);
    }
}
