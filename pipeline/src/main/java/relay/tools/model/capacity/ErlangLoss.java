package relay.tools.model.capacity;

/**
 * What a pool drops, which has no queue: Erlang's loss formula, the stationary M/G/c/c system. Exact for Poisson
 * arrivals, and only the mean of the lifetimes matters (A. K. Erlang, 1917; any distribution: B. A. Sevastyanov, 1957).
 */
public final class ErlangLoss
{
    private ErlangLoss()
    {
    }

    /**
     * @param load    rate x mean lifetime: the mean number in flight if there were buffers for all; 0 or more.
     * @param buffers there are, 0 or more.
     * @return share of the arrivals that find no free buffer, 0..1; of the time that none is free, too (PASTA).
     */
    public static double dropRate(final double load, final long buffers)
    {
        if (load <= 0)
        {
            return 0;
        }
        // the inverse of B(n) = load B(n-1) / (n + load B(n-1)); where it gets infinite, nothing is lost
        double inverse = 1;
        for (long n = 1; n <= buffers && inverse < Double.POSITIVE_INFINITY; n++)
        {
            inverse = 1 + inverse * n / load;
        }
        return 1 / inverse;
    }
}
