package relay.perf.burst;

import java.util.Locale;

/**
 * What became of a clause.
 *
 * @param clause   as the user wrote it.
 * @param measured value and unit, or why there is none.
 * @param state    whether it holds.
 */
record Verdict(String clause, String measured, State state)
{
    /** Whether it holds. Only {@link #HOLDS} is good. */
    enum State
    {
        HOLDS,
        FAILS,
        NOT_MEASURED;

        /**
         * @return in words, as reports write it.
         */
        String text()
        {
            return FAILS == this ? "does not hold" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static Verdict notMeasured(final String clause, final String reason)
    {
        return new Verdict(clause, reason, State.NOT_MEASURED);
    }

    boolean holds()
    {
        return State.HOLDS == state;
    }
}
