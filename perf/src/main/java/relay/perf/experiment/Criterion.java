package relay.perf.experiment;

import java.util.Locale;
import relay.perf.report.Numbers;

/**
 * Something that should hold, and whether it does.
 *
 * @param name   what.
 * @param value  that was measured; NaN if it was not.
 * @param limit  that it is compared with.
 * @param passed false too if nothing was measured.
 * @param words  what the value is worth; empty if there is nothing to say.
 */
record Criterion(String name, double value, double limit, boolean passed, String words)
{
    Criterion(final String name, final double value, final double limit, final boolean passed)
    {
        this(name, value, limit, passed, "");
    }

    static Criterion below(final String name, final double value, final double limit)
    {
        return new Criterion(name, value, limit, value < limit);
    }

    static Criterion atMost(final String name, final double value, final double limit)
    {
        return new Criterion(name, value, limit, value <= limit);
    }

    static Criterion above(final String name, final double value, final double limit)
    {
        return new Criterion(name, value, limit, value > limit);
    }

    static Criterion atLeast(final String name, final double value, final double limit)
    {
        return new Criterion(name, value, limit, value >= limit);
    }

    /**
     * @return how it went, in words.
     */
    String verdict()
    {
        return Double.isNaN(value) ? "not measured" : passed ? "holds" : "does not hold";
    }

    /**
     * @return all of it on a line.
     */
    String line()
    {
        return String.format(Locale.ROOT, "%s: %s (%s, limit %s)%s", name, verdict(), Numbers.text(value),
            Numbers.text(limit), words.isEmpty() ? "" : "; " + words);
    }
}
