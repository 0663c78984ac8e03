package relay.tools.model.capacity;

/**
 * What arrivals that were played ask of one size class.
 *
 * @param load          that it carried, on average.
 * @param arrivals      of it.
 * @param inFlightWorst no more buffers are in flight on average at the worst moment, without a backlog.
 * @param inFlightMost  buffers in flight that are exceeded at that moment with no more than the asked probability.
 * @param batchHeld     buffers that a batch holds: the class's share of it.
 * @param backlogMost   the most packets that waited for the drain at once.
 * @param inUse         buffers in use, with lifetimes drawn from the distribution, that are exceeded for no more of the
 *                      arrivals than the asked share.
 * @param inUseMost     the most of them at once.
 * @param needed        buffers for all of it: in flight, batch and backlog.
 */
public record PlayedSize(
    SizeLoad load,
    long arrivals,
    double inFlightWorst,
    long inFlightMost,
    double batchHeld,
    long backlogMost,
    long inUse,
    long inUseMost,
    long needed)
{
    private static final double SECOND_NS = 1e9;

    /**
     * @param load           of the size class.
     * @param profile        of the arrivals.
     * @param play           of the same arrivals, with more buffers than they took.
     * @param drainPerSecond that it was played with.
     * @param conditions     of batch and exceedance.
     * @return what follows.
     */
    public static PlayedSize of(
        final SizeLoad load,
        final BurstProfile profile,
        final Playback play,
        final double drainPerSecond,
        final Conditions conditions)
    {
        final int sizeClass = load.sizeClass().ordinal();
        final long arrivals = profile.arrivals(sizeClass);
        if (0 == arrivals)
        {
            return new PlayedSize(load, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        final long backlogMost = play.backlogMost(sizeClass);
        final double worst = load.lifetimes().mean(lifetimeNs -> Math.min(
            (double)profile.mostWithin(lifetimeNs, sizeClass) + backlogMost,
            0 == lifetimeNs ? 1 : 1 + drainPerSecond * lifetimeNs / SECOND_NS));
        final long inFlightMost = Poisson.quantile(worst, conditions.exceedance());
        final double batchHeld = (double)conditions.batch() * arrivals / profile.arrivals();
        return new PlayedSize(load, arrivals, worst, inFlightMost, batchHeld, backlogMost,
            play.inUse(sizeClass, conditions.exceedance()), play.inUseMost(sizeClass),
            inFlightMost + (long)Math.ceil(batchHeld) + backlogMost);
    }
}
