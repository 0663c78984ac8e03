package relay.tools.model.capacity;

/**
 * The Poisson distribution. With Poisson arrivals and lifetimes that do not depend on each other, the number in flight
 * has it, with mean rate x mean lifetime, whatever the distribution of the lifetimes (M/G/infinity: L. Takacs,
 * Introduction to the Theory of Queues, 1962).
 */
public final class Poisson
{
    /** What is as unlikely, relative to the likeliest number, no longer counts in a sum of doubles. */
    private static final double WEIGHT_MIN = 1e-40;
    /** Above it, the spread is less than a ten thousandth of the mean, and far more than a lane can have. */
    private static final double SPREAD_MEAN_MAX = 1e9;

    private Poisson()
    {
    }

    /**
     * @param mean       0 or more.
     * @param exceedance a probability, more than 0.
     * @return the least number that is exceeded with no greater probability; the mean if that is above 10^9.
     */
    public static long quantile(final double mean, final double exceedance)
    {
        if (mean <= 0 || mean > SPREAD_MEAN_MAX)
        {
            return (long)mean;
        }
        final double limit = exceedance * total(mean);
        long number = top(mean);
        double weight = weightAt(mean, number);
        double above = weight;
        while (number > 0 && above <= limit)
        {
            weight *= number / mean;
            above += weight;
            number--;
        }
        return number;
    }

    /**
     * @param inFlight   on average, 0 or more.
     * @param exceedance share of the arrivals, more than 0.
     * @return buffers with which no greater share of them finds none free: for what they find in flight, and one more.
     */
    public static long buffers(final double inFlight, final double exceedance)
    {
        return 1 + quantile(inFlight, exceedance);
    }

    /**
     * @param mean   0 or more.
     * @param number 0 or more.
     * @return the probability of more than that.
     */
    public static double exceedance(final double mean, final long number)
    {
        if (mean <= 0)
        {
            return 0;
        }
        long next = top(mean);
        double weight = weightAt(mean, next);
        double above = 0;
        while (next > number)
        {
            above += weight;
            weight *= next / mean;
            next--;
        }
        return above / total(mean);
    }

    /** Weights are relative to that of the mode, so that none of them overflows. */
    private static double total(final double mean)
    {
        final long mode = (long)mean;
        double total = 1;
        double weight = 1;
        for (long number = mode; number > 0 && weight > WEIGHT_MIN; number--)
        {
            weight *= number / mean;
            total += weight;
        }
        weight = 1;
        for (long number = mode + 1; weight > WEIGHT_MIN; number++)
        {
            weight *= mean / number;
            total += weight;
        }
        return total;
    }

    /** The largest number whose weight counts. */
    private static long top(final double mean)
    {
        long number = (long)mean;
        double weight = 1;
        while (weight > WEIGHT_MIN)
        {
            number++;
            weight *= mean / number;
        }
        return number;
    }

    private static double weightAt(final double mean, final long top)
    {
        double weight = 1;
        for (long number = (long)mean + 1; number <= top; number++)
        {
            weight *= mean / number;
        }
        return weight;
    }
}
