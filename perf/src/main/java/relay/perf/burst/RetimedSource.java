package relay.perf.burst;

import relay.tools.paced.DatagramSource;
import relay.tools.paced.DelegatingSource;
import relay.tools.replay.ReplayPace;

/**
 * The datagrams of another source, due at another pace and up to an end. Used by one thread.
 */
final class RetimedSource extends DelegatingSource
{
    private final ReplayPace pace;
    private final long countMax;
    private final long durationNs;
    private long count;
    private long bytes;
    private long dueNs;
    private boolean isAtEnd;

    /**
     * @param source     of datagrams; closed with this one.
     * @param pace       for its times; null if they stay.
     * @param countMax   datagrams until the end, or {@link Long#MAX_VALUE}.
     * @param durationNs what is due at or after this is past the end, or {@link Long#MAX_VALUE}.
     */
    RetimedSource(final DatagramSource source, final ReplayPace pace, final long countMax, final long durationNs)
    {
        super(source);
        this.pace = pace;
        this.countMax = countMax;
        this.durationNs = durationNs;
    }

    @Override
    public boolean next()
    {
        if (!isAtEnd)
        {
            isAtEnd = count >= countMax || !source.next();
        }
        if (!isAtEnd)
        {
            dueNs = null == pace ? source.dueNs() : pace.dueNs(source.dueNs(), count, bytes);
            count++;
            bytes += source.length();
            // what is all due at once still has the times of the source
            isAtEnd = (null == pace || pace.isPaced() ? dueNs : source.dueNs()) >= durationNs;
        }
        return !isAtEnd;
    }

    @Override
    public long dueNs()
    {
        return dueNs;
    }
}
