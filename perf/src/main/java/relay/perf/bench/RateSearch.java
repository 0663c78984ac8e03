package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Looks for the highest rate at which nothing is lost: from a guess up or down by a factor until one rate passes and a
 * higher one fails, then halves what is between, in proportion. A rate fails when it fails twice, or as often as it may,
 * and is too much for the generator likewise, since anything may happen once on a machine.
 */
public final class RateSearch
{
    private static final int TRIALS_MAX = 60;
    private static final int ATTEMPTS_DEFAULT = 2;
    private static final long RATE_MIN = 500;
    private static final double STEP_MAX = 2;

    private final LongFunction<Trial> trial;
    private final double precision;
    private final Predicate<Trial> isPassed;
    private final int attempts;
    private final List<Trial> trials = new ArrayList<>();

    private long failedRate = Long.MAX_VALUE;
    private Trial best;

    /**
     * @param trial     runs one at a rate.
     * @param precision at which the search ends, the least failed rate relative to the highest that passed, as 0.02.
     */
    RateSearch(final LongFunction<Trial> trial, final double precision)
    {
        this(trial, precision, Trial::isLossFree, ATTEMPTS_DEFAULT);
    }

    /**
     * @param trial     runs one at a rate.
     * @param precision as above.
     * @param isPassed  whether a trial lost nothing, or little enough.
     * @param attempts  how often a rate must fail, 1 or more.
     */
    public RateSearch(
        final LongFunction<Trial> trial, final double precision, final Predicate<Trial> isPassed, final int attempts)
    {
        this.trial = trial;
        this.precision = precision;
        this.isPassed = isPassed;
        this.attempts = attempts;
    }

    /**
     * @param guess to begin with, datagrams a second.
     * @param step  factor, above 1, by which to go up or down at first; it grows until the rate is between two.
     * @return what was found; a rate of 0 if nothing passes.
     */
    public Result run(final long guess, final double step)
    {
        long rate = guess;
        double reach = step;
        while (rate >= RATE_MIN && trials.size() < TRIALS_MAX)
        {
            final Trial passed = attempt(rate);
            if (null == passed)
            {
                failedRate = rate;
            }
            else
            {
                best = passed;
                if (passed.isGeneratorLimited())
                {
                    break;
                }
            }
            if (null != best && failedRate <= best.rate() * (1 + precision))
            {
                break;
            }
            rate = next(reach);
            reach = Math.min(STEP_MAX, reach * reach);
        }
        return new Result(null == best ? 0 : Math.min(best.rate(), best.achievedRate()),
            null != best && best.isGeneratorLimited(), best, List.copyOf(trials));
    }

    private Trial attempt(final long rate)
    {
        Trial passed = null;
        for (int i = 0; i < attempts && (null == passed || passed.isGeneratorLimited()); i++)
        {
            final Trial result = trial.apply(rate);
            trials.add(result);
            passed = isPassed.test(result) ? result : null;
        }
        return passed;
    }

    private long next(final double step)
    {
        if (null == best)
        {
            return (long)(failedRate / step);
        }
        return Long.MAX_VALUE == failedRate ? (long)(best.rate() * step) :
            (long)Math.sqrt((double)best.rate() * failedRate);
    }

    /**
     * What was found.
     *
     * @param rate     datagrams a second, 0 if nothing passes.
     * @param isLimited whether the generator could send no faster.
     * @param best     trial at this rate, or null.
     * @param trials   all of them, in their order.
     */
    public record Result(double rate, boolean isLimited, Trial best, List<Trial> trials)
    {
    }
}
