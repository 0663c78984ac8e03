package relay.perf.rfc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * All that was measured, in the order in which it first was. Written by the harness's thread.
 */
final class Figures
{
    private final Map<List<String>, Figure> figures = new LinkedHashMap<>();
    private final Map<String, Map<String, Histogram>> latencies = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final Integrity integrity = new Integrity();

    /**
     * @param part    that it belongs to.
     * @param subject what was measured.
     * @param x       the same as a number.
     * @param metric  what of it.
     * @param unit    of the value.
     * @param value   one repetition.
     * @return what it was added to.
     */
    Figure add(
        final Part part, final String subject, final double x, final String metric, final String unit, final double value)
    {
        final Figure figure = figures.computeIfAbsent(
            List.of(part.name(), subject, metric), ignore -> new Figure(part, subject, x, metric, unit));
        figure.add(value);
        return figure;
    }

    /**
     * @param subject what was measured.
     * @param load    of it.
     * @param latency of some datagrams, in nanoseconds; added to those before it.
     */
    void addLatency(final String subject, final String load, final Histogram latency)
    {
        latencies.computeIfAbsent(subject, ignore -> new LinkedHashMap<>())
            .computeIfAbsent(load, ignore -> new Histogram(latency.getNumberOfSignificantValueDigits())).add(latency);
    }

    /**
     * @return of each subject by load, of all its runs and rounds together, in nanoseconds.
     */
    Map<String, Map<String, Histogram>> latencies()
    {
        return latencies;
    }

    void fail(final String what)
    {
        failures.add(what);
    }

    /**
     * @return what could not be measured, and why.
     */
    List<String> failures()
    {
        return List.copyOf(failures);
    }

    /**
     * @return of all runs.
     */
    Integrity integrity()
    {
        return integrity;
    }

    List<Figure> of(final Part part)
    {
        return figures.values().stream().filter(each -> part == each.part()).toList();
    }

    Figure find(final Part part, final String subject, final String metric)
    {
        return figures.get(List.of(part.name(), subject, metric));
    }

    List<String> subjects(final Part part)
    {
        return of(part).stream().map(Figure::subject).distinct().toList();
    }

    List<String> metrics(final Part part)
    {
        return of(part).stream().map(Figure::metric).distinct().toList();
    }
}
