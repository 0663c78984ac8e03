package relay.perf.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Collects measurements over the rounds of a run: values of one name and context belong together, in the order in which
 * the first of them was added. Written by the thread that measures.
 */
public final class Measurements
{
    private final Map<List<Object>, Rounds> all = new LinkedHashMap<>();

    /**
     * @param context what was measured.
     * @param name    of the quantity.
     * @param unit    of the value.
     * @param value   of this round.
     * @param notes   marks of this round.
     */
    public void add(
        final SequencedMap<String, Object> context, final String name, final String unit, final double value,
        final String... notes)
    {
        final Rounds rounds = all.computeIfAbsent(List.of(name, context), ignore -> new Rounds(name, unit, context));
        rounds.values.add(value);
        rounds.notes.addAll(List.of(notes));
    }

    /** {@return every measurement} */
    public List<Measurement> all()
    {
        return all.values().stream().map(Rounds::measurement).toList();
    }

    /**
     * @param context of the measurement.
     * @param name    of the quantity.
     * @return the measurement; without values if there is none.
     */
    public Measurement find(final SequencedMap<String, Object> context, final String name)
    {
        final Rounds rounds = all.get(List.of(name, context));
        return null == rounds ? new Measurement(name, "", List.of(), context, Set.of()) : rounds.measurement();
    }

    /**
     * @param key   of the context.
     * @param value that it must have.
     * @return the measurements with this value, in their order.
     */
    public List<Measurement> where(final String key, final Object value)
    {
        return all().stream().filter(each -> value.equals(each.context(key))).toList();
    }

    /** The values of one measurement so far. */
    private static final class Rounds
    {
        private final String name;
        private final String unit;
        private final SequencedMap<String, Object> context;
        private final List<Double> values = new ArrayList<>();
        private final Set<String> notes = new LinkedHashSet<>();

        private Rounds(final String name, final String unit, final SequencedMap<String, Object> context)
        {
            this.name = name;
            this.unit = unit;
            this.context = context;
        }

        private Measurement measurement()
        {
            return new Measurement(name, unit, values, context, notes);
        }
    }
}
