package relay.perf.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * One quantity that was measured once or in several rounds. Immutable.
 *
 * @param name    of the quantity, such as "throughput": a column of a table, a line of a chart.
 * @param unit    of the values, such as "us"; empty for none.
 * @param values  one for each round, NaN where a round has none.
 * @param context what it was measured of, such as load and size, by key; {@link Keys#of} makes one.
 * @param notes   marks that belong to the values.
 */
public record Measurement(
    String name, String unit, List<Double> values, SequencedMap<String, Object> context, Set<String> notes)
    implements Derived
{
    public Measurement
    {
        values = List.copyOf(values);
        notes = new LinkedHashSet<>(notes);
    }

    /**
     * @param name    of the quantity.
     * @param unit    of the value.
     * @param value   measured once.
     * @param context what it was measured of.
     * @return without notes.
     */
    public static Measurement of(
        final String name, final String unit, final double value, final SequencedMap<String, Object> context)
    {
        return new Measurement(name, unit, List.of(value), context, Set.of());
    }

    /**
     * Compares within each round, because machines drift from round to round.
     *
     * @param newName of the result.
     * @param newUnit of the result.
     * @param base    to compare with.
     * @param compare a value of this with the base's of the same round.
     * @return the results of the rounds that have both, with this context, without notes.
     */
    public Measurement against(
        final String newName, final String newUnit, final Measurement base, final DoubleBinaryOperator compare)
    {
        return new Measurement(newName, newUnit, IntStream.range(0, Math.min(values.size(), base.values.size()))
            .mapToObj(i -> compare.applyAsDouble(values.get(i), base.values.get(i))).toList(), context, Set.of());
    }

    /** {@return median, smallest and largest; null if no round has a value} */
    public Spread spread()
    {
        return Spread.of(values);
    }

    /** {@return the median; NaN if no round has a value} */
    public double median()
    {
        final Spread spread = spread();
        return null == spread ? Double.NaN : spread.median();
    }

    /**
     * @param key of the context.
     * @return its value; an empty text if there is none.
     */
    public Object context(final String key)
    {
        return context.getOrDefault(key, "");
    }

    /**
     * @param key   of the context, added or replaced.
     * @param value of it.
     * @return the same in another context.
     */
    public Measurement with(final String key, final Object value)
    {
        final SequencedMap<String, Object> other = new LinkedHashMap<>(context);
        other.put(key, value);
        return new Measurement(name, unit, values, other, notes);
    }

    /** {@return the same as its median alone, where a table has no room for ranges} */
    public Measurement alone()
    {
        return new Measurement(name, unit, List.of(median()), context, Set.of());
    }

    /**
     * @param isShown whether the values may be shown.
     * @return the same, without values if they may not.
     */
    public Measurement shownIf(final boolean isShown)
    {
        return isShown ? this : new Measurement(name, unit, List.of(), context, Set.of());
    }

    /** {@return median, range and notes, human-readable, without the unit} */
    public String text()
    {
        final List<String> words = new ArrayList<>(List.of(NumberText.text(spread())));
        words.addAll(notes);
        return String.join(" ", words);
    }

    /** {@return column head: the name with its unit} */
    public String head()
    {
        return unit.isEmpty() ? name : name + ", " + unit;
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return Keys.of("median", median());
    }
}
