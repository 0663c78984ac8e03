package relay.tools.replay;

import relay.tools.paced.Schedule;

/**
 * When each datagram of a replay is due. Immutable, any thread.
 */
public final class ReplayPace
{
    private final Factor speed;
    private final Schedule schedule;
    private final BurstScale bursts;

    private ReplayPace(final Factor speed, final Schedule schedule, final BurstScale bursts)
    {
        this.speed = speed;
        this.schedule = schedule;
        this.bursts = bursts;
    }

    /**
     * @param speed how many times as fast as it was captured.
     * @return the capture's own times.
     */
    public static ReplayPace captured(final Factor speed)
    {
        return new ReplayPace(speed, null, null);
    }

    /**
     * @param schedule of datagrams or bits.
     * @return a steady rate, whatever the capture's was.
     */
    public static ReplayPace steady(final Schedule schedule)
    {
        return new ReplayPace(null, schedule, null);
    }

    /**
     * @return everything at once: as fast as it goes.
     */
    public static ReplayPace unpaced()
    {
        return new ReplayPace(null, null, null);
    }

    /**
     * @param scale of bursts.
     * @return the same with bursts.
     */
    public ReplayPace with(final BurstScale scale)
    {
        return new ReplayPace(speed, schedule, scale);
    }

    /**
     * @return whether datagrams are due at any time, and not all at once.
     */
    public boolean isPaced()
    {
        return null != speed || null != schedule;
    }

    /**
     * @return whether captured times count.
     */
    public boolean isCaptured()
    {
        return null != speed;
    }

    /**
     * @param captureNs of a datagram: when it was captured, in nanoseconds after the first.
     * @param datagrams before it.
     * @param bytes     that these hold together.
     * @return when it is due, in nanoseconds after the start.
     */
    public long dueNs(final long captureNs, final long datagrams, final long bytes)
    {
        if (!isPaced())
        {
            return 0;
        }
        final long timeNs = null != speed ? speed.divide(captureNs) : schedule.offsetNs(datagrams, bytes);
        return null == bursts ? timeNs : bursts.dueNs(timeNs);
    }
}
