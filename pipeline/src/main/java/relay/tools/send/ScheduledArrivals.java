package relay.tools.send;

import java.util.SplittableRandom;
import relay.tools.paced.Schedule;

/**
 * Datagrams that a {@link Schedule} paces, of all flows in turn.
 */
final class ScheduledArrivals implements Arrivals
{
    private final Schedule schedule;
    private final PayloadSizes sizes;
    private final SplittableRandom random;
    private final int flows;

    /** Of the datagrams up to this one. */
    private long datagrams;
    private long bytes;
    private long dueNs;
    private int length;
    private int flow = -1;

    ScheduledArrivals(final Schedule schedule, final PayloadSizes sizes, final int flows, final long seed)
    {
        this.schedule = schedule;
        this.sizes = sizes;
        this.flows = flows;
        random = new SplittableRandom(seed);
    }

    @Override
    public void next()
    {
        dueNs = schedule.offsetNs(datagrams, bytes);
        length = sizes.next(random);
        flow = flow + 1 == flows ? 0 : flow + 1;
        datagrams++;
        bytes += length;
    }

    @Override
    public long dueNs()
    {
        return dueNs;
    }

    @Override
    public int length()
    {
        return length;
    }

    @Override
    public int flow()
    {
        return flow;
    }
}
