package relay.pipeline.watch;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressLane;
import relay.pool.LaneReader;

/**
 * Notices that the thread of a destination has stopped, and lets nobody wait for it: its readers are fenced in
 * lanes that others need. Belongs to the conductor.
 */
public final class StallWatch
{
    /** A thread that has not begun a duty cycle for so long has stopped. */
    static final long STALL_NS = TimeUnit.SECONDS.toNanos(2);
    /** What counts at most between two looks: if they are further apart, it was the conductor that did not run. */
    public static final long LOOK_MAX_NS = TimeUnit.SECONDS.toNanos(1);

    private final String destination;
    private final Destination.Part part;
    private final Consumer<String> log;
    private long dutyCycles;
    private long lookNs;
    private long stillNs;
    private boolean isStalled;

    /**
     * @param destination name of the destination.
     * @param part        a worker's part of it.
     * @param nowNs       monotonic time.
     * @param log         told when it is no longer waited for, and when it runs again.
     */
    public StallWatch(
        final String destination, final Destination.Part part, final long nowNs, final Consumer<String> log)
    {
        this.destination = destination;
        this.part = part;
        this.log = log;
        lookNs = nowNs;
    }

    /**
     * @param nowNs monotonic time.
     */
    public void observe(final long nowNs)
    {
        final long now = part.agent().dutyCycles();
        stillNs = now == dutyCycles ? stillNs + Math.min(LOOK_MAX_NS, nowNs - lookNs) : 0;
        lookNs = nowNs;
        dutyCycles = now;
        if (stillNs >= STALL_NS && fence() && !isStalled)
        {
            isStalled = true;
            part.ledger().onStalled();
            log.accept(String.format(Locale.ROOT, "destination %s: its thread has not run for %.1f s; nobody waits " +
                "for it any more, and what it does not get is dropped as stalled", destination, stillNs / 1e9));
        }
        if (isStalled && 0 == stillNs)
        {
            isStalled = false;
            log.accept("destination " + destination + ": its thread runs again");
        }
    }

    /**
     * @return whether any of its readers was fenced now.
     */
    private boolean fence()
    {
        boolean isFenced = false;
        for (final EgressLane lane : part.agent().lanes())
        {
            final LaneReader reader = lane.reader();
            if (reader.lag() > 0 && (reader.lane().readerCount() > 1 || reader.lane().isExhausted()))
            {
                isFenced |= reader.fence().fence();
            }
        }
        return isFenced;
    }
}
