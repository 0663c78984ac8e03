package relay.perf.outcome;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

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
     * @return median, smallest and largest; null if no round has a value.
     */
    public Spread spread()
    {
        return Spread.of(values);
    }

    /**
     * @return the median; NaN if no round has a value.
     */
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
     * @return median, range and notes, human-readable, without the unit.
     */
    public String text()
    {
        final List<String> words = new ArrayList<>(List.of(Numbers.text(spread())));
        words.addAll(notes);
        return String.join(" ", words);
    }

    /**
     * @return column head: the name with its unit.
     */
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
