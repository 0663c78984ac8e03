package relay.tools.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import relay.pool.SizeClass;

/**
 * How long the payloads are: one length, or a weighted mix of lengths and of size classes, within which each length is
 * as likely as another. Immutable.
 */
public final class PayloadSizes
{
    private final WeightedRanges lengths;
    private final String text;

    private PayloadSizes(final WeightedRanges lengths, final String text)
    {
        this.lengths = lengths;
        this.text = text;
    }

    /**
     * @param length of each payload in bytes, {@link Probe#HEADER_LENGTH}..{@link Probe#LENGTH_MAX}.
     * @return the one length.
     */
    public static PayloadSizes fixed(final int length)
    {
        return new PayloadSizes(
            WeightedRanges.of(List.of(new WeightedRanges.Range(checked(length), length, 1))), length + " B");
    }

    /**
     * @param text such as {@code small:60,standard:30,jumbo:10} or {@code 1000:50,1400:50}.
     * @return the mix.
     * @throws IllegalArgumentException with a message for the user.
     */
    public static PayloadSizes mix(final String text)
    {
        final List<WeightedRanges.Range> parts = new ArrayList<>();
        for (final String part : text.split(",", -1))
        {
            final int colon = part.indexOf(':');
            if (colon < 0 || parts.size() == WeightedRanges.COUNT_MAX)
            {
                throw new IllegalArgumentException("bad mix '" + text + "' at '" + part + "': up to " +
                    WeightedRanges.COUNT_MAX + " of SIZE:WEIGHT, for example small:60,standard:30,jumbo:10 or " +
                    "1000:50,1400:50");
            }
            parts.add(part(part.substring(0, colon),
                number(part.substring(colon + 1), 1, WeightedRanges.WEIGHT_MAX, "weight")));
        }
        return new PayloadSizes(WeightedRanges.of(parts), text);
    }

    /**
     * @param random to draw from.
     * @return a length in bytes.
     */
    public int next(final SplittableRandom random)
    {
        return lengths.next(random);
    }

    /**
     * @return the mean length in bytes.
     */
    public double mean()
    {
        return lengths.mean();
    }

    /**
     * @param sizeClass of the buffers.
     * @return the share of the payloads whose smallest fitting class it is, 0..1.
     */
    public double share(final SizeClass sizeClass)
    {
        double sum = 0;
        double weights = 0;
        for (final WeightedRanges.Range range : lengths.ranges())
        {
            sum += sizeClass == SizeClass.fitting(range.max()) ? range.weight() : 0;
            weights += range.weight();
        }
        return sum / weights;
    }

    @Override
    public String toString()
    {
        return text;
    }

    private static WeightedRanges.Range part(final String size, final int weight)
    {
        int min = Probe.HEADER_LENGTH;
        for (final SizeClass sizeClass : SizeClass.values())
        {
            final int max = Math.min(sizeClass.payloadLength(), Probe.LENGTH_MAX);
            if (sizeClass.name().toLowerCase(Locale.ROOT).equals(size))
            {
                return new WeightedRanges.Range(min, max, weight);
            }
            min = max + 1;
        }
        final int length = number(size, Probe.HEADER_LENGTH, Probe.LENGTH_MAX, "size");
        return new WeightedRanges.Range(length, length, weight);
    }

    private static int number(final String text, final int min, final int max, final String what)
    {
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max)
        {
            throw new IllegalArgumentException("bad " + what + " '" + text + "': " + min + " to " + max +
                ("size".equals(what) ? " B, or small, standard, jumbo, large" : ""));
        }
        return Integer.parseInt(text);
    }

    private static int checked(final int length)
    {
        if (length < Probe.HEADER_LENGTH || length > Probe.LENGTH_MAX)
        {
            throw new IllegalArgumentException("size " + length + " B: " + Probe.HEADER_LENGTH + " to " +
                Probe.LENGTH_MAX + " B; the first " + Probe.HEADER_LENGTH + " B hold what the sink checks");
        }
        return length;
    }
}
