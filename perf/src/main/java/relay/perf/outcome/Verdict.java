package relay.perf.outcome;

import java.util.Locale;

/**
 * Whether something holds that was asserted or promised.
 *
 * @param name  of it, in words.
 * @param value that was measured; NaN if it was not.
 * @param limit that the value is compared with; NaN if it is not known.
 * @param state whether it holds.
 * @param words remark about the value, or the reason why there is none; may be empty.
 */
public record Verdict(String name, double value, double limit, State state, String words)
{
    /** Whether it holds. Only {@link #HOLDS} is good. */
    public enum State
    {
        HOLDS,
        FAILS,
        NOT_MEASURED;

        /** {@return in words, as reports have it} */
        @Override
        public String toString()
        {
            return FAILS == this ? "does not hold" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        static State of(final double value, final boolean holds)
        {
            return Double.isNaN(value) ? NOT_MEASURED : holds ? HOLDS : FAILS;
        }
    }

    public static Verdict atMost(final String name, final double value, final double limit)
    {
        return new Verdict(name, value, limit, State.of(value - limit, value <= limit), "");
    }

    public static Verdict atLeast(final String name, final double value, final double limit)
    {
        return new Verdict(name, value, limit, State.of(value - limit, value >= limit), "");
    }

    public static Verdict below(final String name, final double value, final double limit)
    {
        return new Verdict(name, value, limit, State.of(value - limit, value < limit), "");
    }

    public static Verdict above(final String name, final double value, final double limit)
    {
        return new Verdict(name, value, limit, State.of(value - limit, value > limit), "");
    }

    public static Verdict notMeasured(final String name, final String reason)
    {
        return new Verdict(name, Double.NaN, Double.NaN, State.NOT_MEASURED, reason);
    }

    public boolean holds()
    {
        return State.HOLDS == state;
    }

    /** {@return on one line} */
    public String line()
    {
        final String numbers = Double.isNaN(value) ? "" :
            " (" + NumberText.text(value) + (Double.isNaN(limit) ? "" : ", limit " + NumberText.text(limit)) + ")";
        return name + ": " + state + numbers + (words.isEmpty() ? "" : "; " + words);
    }
}
