package relay.tools.model.capacity;

import org.HdrHistogram.Histogram;

/**
 * How a {@link Playback} uses the buffers of one size class. Owned by its thread.
 */
final class SizeUse
{
    private static final double PER_CENT = 100;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram inUseSeen = new Histogram(SIGNIFICANT_DIGITS);
    private long backlog;
    private long backlogMost;
    private long inUse;
    private long dropped;

    void onLent()
    {
        inUseSeen.recordValue(++inUse);
    }

    void onReturned()
    {
        inUse--;
    }

    void onWaiting()
    {
        backlogMost = Math.max(backlogMost, ++backlog);
    }

    void onDeparted()
    {
        backlog--;
    }

    void onDropped()
    {
        dropped++;
    }

    /**
     * @return buffers in use now.
     */
    long inUse()
    {
        return inUse;
    }

    /**
     * @param exceedance share of the arrivals, 0..1.
     * @return buffers in use that no greater share of the arrivals saw exceeded, to three digits.
     */
    long inUse(final double exceedance)
    {
        return inUseSeen.getValueAtPercentile(PER_CENT * (1 - exceedance));
    }

    /**
     * @return the most buffers in use at once, to three digits.
     */
    long inUseMost()
    {
        return inUseSeen.getMaxValue();
    }

    /**
     * @return the most packets that waited at once.
     */
    long backlogMost()
    {
        return backlogMost;
    }

    /**
     * @return packets that found no free buffer, or none that they fit.
     */
    long dropped()
    {
        return dropped;
    }
}
