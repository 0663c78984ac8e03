package relay.tools.send;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import relay.tools.paced.DatagramSource;

/**
 * Gives arrivals payloads that a {@code CheckingSink} can check, each flow numbered on its own. The same arguments, the
 * same datagrams, to the byte and to the nanosecond. Owned by one thread.
 */
public final class ProbeSource implements DatagramSource
{
    private static final int CAPACITY = 64 * 1024;

    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY));
    private final Probe probe = new Probe();
    private final Arrivals arrivals;
    private final InetSocketAddress[] destinations;
    private final long[] sequences;
    private final long countMax;
    private final long durationNs;
    private final long runId;
    private EpochNanoClock epochClock;
    private long startEpochNs;
    private long count;
    private boolean isEncoded;
    private boolean isAtEnd;

    /**
     * @param arrivals     when, how long, of which flow.
     * @param destinations one for each flow.
     * @param count        datagrams until the end, or {@link Long#MAX_VALUE}.
     * @param durationNs   what is due at or after this is past the end, or {@link Long#MAX_VALUE}.
     * @param seed         of the bytes behind the header.
     * @param runId        that the payloads carry.
     */
    public ProbeSource(
        final Arrivals arrivals, final List<InetSocketAddress> destinations, final long count, final long durationNs,
        final long seed, final long runId)
    {
        this.arrivals = arrivals;
        this.destinations = destinations.toArray(new InetSocketAddress[0]);
        this.durationNs = durationNs;
        this.runId = runId;
        countMax = count;
        sequences = new long[this.destinations.length];
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CAPACITY; i += Long.BYTES)
        {
            payload.putLong(i, random.nextLong());
        }
    }

    /**
     * @param plan of a schedule.
     * @return its datagrams, as of a run that never was.
     */
    public static ProbeSource of(final TrafficPlan plan)
    {
        return new ProbeSource(
            new ScheduledArrivals(plan.schedule(), plan.sizes(), plan.destinations().size(), plan.seed()),
            plan.destinations(), plan.count(), plan.durationNs(), plan.seed(), newRunId());
    }

    /**
     * @return a run id that no other run is likely to have.
     */
    public static long newRunId()
    {
        return new SplittableRandom().nextLong();
    }

    /**
     * @param clock of the times at which datagrams are due, which the payloads carry; without it they count from 0.
     * @return this.
     */
    public ProbeSource epochClock(final EpochNanoClock clock)
    {
        epochClock = clock;
        return this;
    }

    @Override
    public void onStart(final NanoClock clock, final long startNs)
    {
        if (null != epochClock)
        {
            // without the time that the reading itself takes, or the first datagrams would arrive before they are due
            final long epochNs = epochClock.nanoTime();
            startEpochNs = epochNs - (clock.nanoTime() - startNs);
        }
    }

    @Override
    public boolean next()
    {
        if (isAtEnd)
        {
            return false;
        }
        if (count > 0)
        {
            sequences[arrivals.flow()]++;
        }
        isEncoded = false;
        arrivals.next();
        isAtEnd = count >= countMax || arrivals.dueNs() >= durationNs;
        count++;
        return !isAtEnd;
    }

    /** The next datagram of its flow gets its number: what a sink misses was lost on the way. */
    @Override
    public void onNotSent()
    {
        sequences[arrivals.flow()]--;
    }

    @Override
    public DirectBuffer buffer()
    {
        if (!isEncoded)
        {
            isEncoded = true;
            probe.encode(payload, 0, length(), runId, arrivals.flow(), sequences[arrivals.flow()],
                startEpochNs + arrivals.dueNs());
        }
        return payload;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int length()
    {
        return arrivals.length();
    }

    @Override
    public InetSocketAddress destination()
    {
        return destinations[arrivals.flow()];
    }

    /** When the datagram is due that {@link #next} went to, also if that is past the end. */
    @Override
    public long dueNs()
    {
        return arrivals.dueNs();
    }

    /**
     * @return what the payloads carry.
     */
    public long runId()
    {
        return runId;
    }

    /**
     * @return when what is due at 0 was due, nanoseconds since the epoch; 0 before the start, or without a clock.
     */
    public long startEpochNs()
    {
        return startEpochNs;
    }

    @Override
    public void close()
    {
        // nothing is open
    }
}
