package relay.perf.rfc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import relay.perf.report.Spread;

/**
 * Something measured, again and again. Written by the harness's thread.
 */
final class Figure
{
    private final Part part;
    private final String subject;
    private final double x;
    private final String metric;
    private final String unit;
    private final List<Double> values = new ArrayList<>();
    private final List<Double> offered = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /**
     * @param part    that it belongs to.
     * @param subject row of the table: what it was measured of.
     * @param x       the same as a number, for charts.
     * @param metric  column of the table.
     * @param unit    of the values.
     */
    Figure(final Part part, final String subject, final double x, final String metric, final String unit)
    {
        this.part = part;
        this.subject = subject;
        this.x = x;
        this.metric = metric;
        this.unit = unit;
    }

    Part part()
    {
        return part;
    }

    String subject()
    {
        return subject;
    }

    double x()
    {
        return x;
    }

    String metric()
    {
        return metric;
    }

    String unit()
    {
        return unit;
    }

    void add(final double value)
    {
        values.add(value);
    }

    /**
     * @param rate that was really sent, datagrams a second.
     * @return this.
     */
    Figure offered(final double rate)
    {
        offered.add(rate);
        return this;
    }

    /**
     * @return datagrams a second that were really sent, one for each value, or none where that does not matter.
     */
    List<Double> offered()
    {
        return List.copyOf(offered);
    }

    void note(final String note)
    {
        notes.add(note);
    }

    List<Double> values()
    {
        return List.copyOf(values);
    }

    Set<String> notes()
    {
        return notes;
    }

    /**
     * @return of the repetitions; null if none has a value.
     */
    Spread spread()
    {
        return Spread.of(values);
    }

    double median()
    {
        final Spread spread = spread();
        return null == spread ? Double.NaN : spread.median();
    }
}
