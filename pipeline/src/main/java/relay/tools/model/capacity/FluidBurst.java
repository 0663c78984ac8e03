package relay.tools.model.capacity;

/**
 * A burst above what is drained, as a fluid: packets come at rate x factor for a time, and leave at the drain's rate,
 * both without any jitter. What comes in excess piles up; what finds no room is dropped. It starts without a backlog.
 *
 * @param ratePerSecond  packets a second outside of the burst.
 * @param factor         of it while the burst lasts.
 * @param lengthNs       of the burst, in nanoseconds.
 * @param drainPerSecond packets a second that leave, infinite if nothing limits them.
 */
public record FluidBurst(double ratePerSecond, double factor, long lengthNs, double drainPerSecond)
{
    private static final double SECOND_NS = 1e9;

    /**
     * @return packets that come while it lasts.
     */
    public double arrivals()
    {
        return ratePerSecond * factor * lengthNs / SECOND_NS;
    }

    /**
     * @return packets a second by which the backlog grows, 0 if it does not.
     */
    public double excessPerSecond()
    {
        return Math.max(0, ratePerSecond * factor - drainPerSecond);
    }

    /**
     * @return packets that wait at its end, if there is room for them.
     */
    public double backlog()
    {
        return excessPerSecond() * lengthNs / SECOND_NS;
    }

    /**
     * @param room for a backlog, in packets.
     * @return from its beginning until there is none left, in nanoseconds; infinite if it ends before.
     */
    public double exhaustionNs(final double room)
    {
        return backlog() > room ? room / excessPerSecond() * SECOND_NS : Double.POSITIVE_INFINITY;
    }

    /**
     * @param room for a backlog, in packets.
     * @return packets that find none.
     */
    public double dropped(final double room)
    {
        return Math.max(0, backlog() - room);
    }

    /**
     * @param room for a backlog, in packets.
     * @return share of the burst's packets that find none, 0..1.
     */
    public double dropRate(final double room)
    {
        return 0 == dropped(room) ? 0 : dropped(room) / arrivals();
    }

    /**
     * @return share of the packets that are dropped from exhaustion to the end of the burst, 0..1.
     */
    public double dropRateWhileExhausted()
    {
        return 0 == excessPerSecond() ? 0 : excessPerSecond() / (ratePerSecond * factor);
    }

    /**
     * @param room for a backlog, in packets.
     * @return from its end until no packet waits, in nanoseconds; infinite if the drain is no faster than what still
     * comes.
     */
    public double drainNs(final double room)
    {
        final double waiting = Math.min(room, backlog());
        if (0 == waiting)
        {
            return 0;
        }
        return drainPerSecond > ratePerSecond ? waiting / (drainPerSecond - ratePerSecond) * SECOND_NS :
            Double.POSITIVE_INFINITY;
    }

    /**
     * @return share of all packets that are dropped for ever, outside of bursts too, because the drain is slower than
     * the rate; 0..1.
     */
    public double overloadDropRate()
    {
        return drainPerSecond < ratePerSecond ? 1 - drainPerSecond / ratePerSecond : 0;
    }
}
