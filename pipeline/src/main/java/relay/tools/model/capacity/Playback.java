package relay.tools.model.capacity;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

/**
 * Plays arrivals through a lane in virtual time: each takes a buffer of its size class or is dropped, waits for the
 * drain, first in first out, and gives the buffer back a lifetime after that. Backlogs are exact; lifetimes are drawn
 * from their distributions, so what is in use is one possible course, the same for the same seed. Owned by one thread.
 */
public final class Playback
{
    private static final double SECOND_NS = 1e9;
    private static final int CLASS_BITS = 2;
    private static final int CLASS_MASK = (1 << CLASS_BITS) - 1;

    private final BufferCounts buffers;
    private final double serviceNs;
    private final List<SizeLoad> loads;
    private final SplittableRandom random;
    /** When those that wait will have left, and when buffers will be free; the size class is in the lowest bits. */
    private final LongHeap departures = new LongHeap();
    private final LongHeap returns = new LongHeap();
    private final SizeUse[] uses = new SizeUse[SizeClass.COUNT];
    private long totalBacklog;
    private long totalBacklogMost;
    private long startNs;
    private long latestNs = -1;
    private long exhaustedNs = -1;
    /** When the drain will have sent all that waits. */
    private double idleNs;

    /**
     * @param buffers        of the lane.
     * @param drainPerSecond packets a second that leave at most, at even distances; infinite if nothing limits them.
     * @param loads          one for each size class, in their order; their lifetimes run from when a packet has left
     *                       the queue to when its buffer is back.
     * @param seed           for drawing lifetimes.
     */
    public Playback(
        final BufferCounts buffers, final double drainPerSecond, final List<SizeLoad> loads, final long seed)
    {
        this.buffers = buffers;
        this.serviceNs = SECOND_NS / drainPerSecond;
        this.loads = loads;
        this.random = new SplittableRandom(seed);
        Arrays.setAll(uses, ignore -> new SizeUse());
    }

    /**
     * @param timeNs    of the arrival; what is late comes with the latest before it.
     * @param sizeClass ordinal of the smallest size class that it fits.
     */
    public void onArrival(final long timeNs, final int sizeClass)
    {
        if (latestNs < 0)
        {
            startNs = timeNs;
        }
        latestNs = Math.max(latestNs, timeNs - startNs);
        depart();
        takeBack();
        final int lent = fitting(sizeClass);
        if (lent < 0)
        {
            uses[sizeClass].onDropped();
            exhaustedNs = exhaustedNs < 0 ? latestNs : exhaustedNs;
        }
        else
        {
            lend(lent, loads.get(sizeClass).lifetimes());
        }
    }

    /**
     * @return the most packets that waited for the drain at once, with the one that it was sending.
     */
    public long backlogMost()
    {
        return totalBacklogMost;
    }

    /**
     * @param sizeClass ordinal of one.
     * @return the most of its packets that waited for the drain at once.
     */
    public long backlogMost(final int sizeClass)
    {
        return uses[sizeClass].backlogMost();
    }

    /**
     * @param sizeClass ordinal of one.
     * @return the most of its buffers that were in use at once, to three digits.
     */
    public long inUseMost(final int sizeClass)
    {
        return uses[sizeClass].inUseMost();
    }

    /**
     * @param sizeClass  ordinal of one.
     * @param exceedance share of the arrivals, 0..1.
     * @return buffers in use, the arrival's own among them, that no greater share of the arrivals saw exceeded; to
     * three digits.
     */
    public long inUse(final int sizeClass, final double exceedance)
    {
        return uses[sizeClass].inUse(exceedance);
    }

    /**
     * @param sizeClass ordinal of one.
     * @return packets of its lengths that found no free buffer, or none that they fit.
     */
    public long dropped(final int sizeClass)
    {
        return uses[sizeClass].dropped();
    }

    /**
     * @return of all size classes.
     */
    public long dropped()
    {
        return Arrays.stream(uses).mapToLong(SizeUse::dropped).sum();
    }

    /**
     * @return from the first arrival to the first drop; -1 if there was none.
     */
    public long exhaustedNs()
    {
        return exhaustedNs;
    }

    /**
     * @return from the latest arrival until nothing waits for the drain.
     */
    public long drainNs()
    {
        return Math.max(0, (long)Math.ceil(idleNs) - latestNs);
    }

    private void depart()
    {
        while (!departures.isEmpty() && departures.peek() >> CLASS_BITS <= latestNs)
        {
            uses[(int)departures.peek() & CLASS_MASK].onDeparted();
            totalBacklog--;
            departures.removeLeast();
        }
    }

    private void takeBack()
    {
        while (!returns.isEmpty() && returns.peek() >> CLASS_BITS <= latestNs)
        {
            uses[(int)returns.peek() & CLASS_MASK].onReturned();
            returns.removeLeast();
        }
    }

    /**
     * @return ordinal of the smallest class that fits and has buffers, or -1 if none of them is free.
     */
    private int fitting(final int sizeClass)
    {
        int fitting = sizeClass;
        while (fitting < SizeClass.COUNT - 1 && 0 == buffers.of(SizeClass.of(fitting)))
        {
            fitting++;
        }
        return uses[fitting].inUse() < buffers.of(SizeClass.of(fitting)) ? fitting : -1;
    }

    private void lend(final int sizeClass, final Lifetimes lifetimes)
    {
        idleNs = Math.max(idleNs, latestNs) + serviceNs;
        final long departureNs = Math.round(idleNs);
        if (departureNs > latestNs)
        {
            departures.add(departureNs << CLASS_BITS | sizeClass);
            uses[sizeClass].onWaiting();
            totalBacklogMost = Math.max(totalBacklogMost, ++totalBacklog);
        }
        returns.add(departureNs + lifetimes.draw(random) << CLASS_BITS | sizeClass);
        uses[sizeClass].onLent();
    }
}
