package relay.perf.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Looks for the highest rate, or the longest burst, of which no more is lost than may be: from a guess up or down by a
 * factor until one value passes and a higher one fails, then halves what is between, in proportion. A value fails when
 * it fails in each attempt, since anything may happen once on a machine; it is the limit of the generator likewise.
 * Used by one thread, once.
 */
public final class Search
{
    private static final int TRIALS_MAX = 60;
    private static final double STEP_MAX = 2;

    private final LongFunction<Trial> trial;
    private final Criteria criteria;
    private final List<Trial> trials = new ArrayList<>();

    private long passed;
    private long failed = Long.MAX_VALUE;
    private Trial best;

    /**
     * What decides a search.
     *
     * @param valueMin  lowest value to try.
     * @param valueMax  highest value to try.
     * @param precision the lowest failed value relative to the highest passed at which the search ends, as 0.02.
     * @param attempts  number of failures that make a value fail, 1 or more.
     * @param isPassed  whether a trial lost little enough.
     * @param isLimited whether the generator can do no more than in this trial.
     */
    public record Criteria(
        long valueMin, long valueMax, double precision, int attempts, Predicate<Trial> isPassed,
        Predicate<Trial> isLimited)
    {
        private static final long RATE_MIN = 500;

        /** Of a rate, in datagrams a second. */
        public static Criteria ofRate(final double precision, final int attempts, final Predicate<Trial> isPassed)
        {
            return new Criteria(RATE_MIN, Long.MAX_VALUE, precision, attempts, isPassed, Trial::isGeneratorLimited);
        }
    }

    /**
     * The end of a search.
     *
     * @param value     highest that passed; 0 if none did.
     * @param isLimited whether no higher one could be tried.
     * @param best      trial of this value, or null.
     * @param trials    all of them, in their order.
     */
    public record Result(long value, boolean isLimited, Trial best, List<Trial> trials)
    {
        /** Datagrams a second that were really sent and passed; 0 if none did. */
        public double rate()
        {
            return null == best ? 0 : Math.min(best.rate(), best.achievedRate());
        }
    }

    /**
     * @param trial    runs one with a value.
     * @param criteria that decide.
     */
    public Search(final LongFunction<Trial> trial, final Criteria criteria)
    {
        this.trial = trial;
        this.criteria = criteria;
    }

    /**
     * @param guess to begin with.
     * @param step  factor, above 1, by which to go up or down at first; it grows until the value is between two.
     * @return the end.
     */
    public Result run(final long guess, final double step)
    {
        double reach = step;
        long value = allowed(guess);
        while (!isDecided(value) && trials.size() < TRIALS_MAX)
        {
            value = allowed(next(reach));
            reach = Math.min(STEP_MAX, reach * reach);
        }
        return new Result(passed, isLimited(), best, List.copyOf(trials));
    }

    private boolean isDecided(final long value)
    {
        final Trial result = attempt(value);
        if (null == result)
        {
            failed = value;
        }
        else
        {
            passed = value;
            best = result;
        }
        return isLimited() || failed <= Math.max(criteria.valueMin(), passed * (1 + criteria.precision()));
    }

    private boolean isLimited()
    {
        return passed == criteria.valueMax() || null != best && criteria.isLimited().test(best);
    }

    /** The last trial of a value that passed, or null. */
    private Trial attempt(final long value)
    {
        Trial result = null;
        for (int i = 0; i < criteria.attempts() && (null == result || criteria.isLimited().test(result)); i++)
        {
            final Trial next = trial.apply(value);
            trials.add(next);
            result = criteria.isPassed().test(next) ? next : null;
        }
        return result;
    }

    private long next(final double step)
    {
        if (null == best)
        {
            return (long)(failed / step);
        }
        return Long.MAX_VALUE == failed ? (long)(passed * step) : (long)Math.sqrt((double)passed * failed);
    }

    private long allowed(final long value)
    {
        return Math.clamp(value, criteria.valueMin(), criteria.valueMax());
    }
}
