package relay.perf.rfc;

import java.util.function.LongFunction;
import relay.perf.bench.Trial;

/**
 * Looks for the longest burst of which nothing is lost: doubles until one is too long, then halves what is between. A
 * length is too long when it is so twice, since anything may happen once on a machine.
 */
final class BurstSearch
{
    private static final long LENGTH_MIN = 64;
    private static final double PRECISION = 0.05;

    private final LongFunction<Trial> trial;
    private final double lossMax;
    private final long lengthMax;

    /**
     * What was found.
     *
     * @param length    of the longest burst, 0 if the shortest is too long.
     * @param best      trial of it, or null.
     * @param isLimited whether no longer one was tried.
     */
    record Result(long length, Trial best, boolean isLimited)
    {
    }

    /**
     * @param trial     sends a burst of a length.
     * @param lossMax   part that may be lost.
     * @param lengthMax longest to try, in datagrams.
     */
    BurstSearch(final LongFunction<Trial> trial, final double lossMax, final long lengthMax)
    {
        this.trial = trial;
        this.lossMax = lossMax;
        this.lengthMax = lengthMax;
    }

    /**
     * @param guess to begin with.
     * @return what was found.
     */
    Result run(final long guess)
    {
        long longest = 0;
        long tooLong = lengthMax + 1;
        Trial best = null;
        long length = Math.max(LENGTH_MIN, Math.min(guess, lengthMax));
        while (true)
        {
            final Trial passed = attempt(length);
            if (null == passed)
            {
                tooLong = length;
            }
            else
            {
                longest = length;
                best = passed;
            }
            if (longest == lengthMax || tooLong <= Math.max(LENGTH_MIN, longest * (1 + PRECISION)))
            {
                break;
            }
            length = next(longest, tooLong);
        }
        return new Result(longest, best, longest == lengthMax);
    }

    private long next(final long longest, final long tooLong)
    {
        if (0 == longest)
        {
            return Math.max(LENGTH_MIN, tooLong / 2);
        }
        return tooLong > lengthMax ? Math.min(lengthMax, longest * 2) : (longest + tooLong) / 2;
    }

    private Trial attempt(final long length)
    {
        for (int i = 0; i < 2; i++)
        {
            final Trial result = trial.apply(length);
            if (result.loss() <= lossMax)
            {
                return result;
            }
        }
        return null;
    }
}
