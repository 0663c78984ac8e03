package relay.pipeline.ingress;

import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import relay.pipeline.flight.FlightRecorder;
import relay.pool.Lane;

/**
 * The first stage: takes released buffers back, polls the sources in turn, publishes what they claimed.
 */
public final class IngressAgent implements Agent
{
    private static final int SOURCE_LIMIT = 64;

    private final NanoClock clock;
    private final long epochOffsetNs;
    private final Lane[] lanes;
    private final IngressSource[] sources;
    /** Null if nothing is remembered. */
    private final FlightRecorder flight;
    private int firstSource;
    private volatile boolean isReceiving = true;

    public IngressAgent(
        final NanoClock clock,
        final EpochNanoClock epochClock,
        final Lane[] lanes,
        final List<IngressSource> sources)
    {
        this(clock, epochClock, lanes, sources, null);
    }

    /**
     * @param clock      monotonic.
     * @param epochClock wall clock, read once.
     * @param lanes      to publish to.
     * @param sources    to poll, closed with this agent.
     * @param flight     remembers what was published; or null.
     */
    public IngressAgent(
        final NanoClock clock,
        final EpochNanoClock epochClock,
        final Lane[] lanes,
        final List<IngressSource> sources,
        final FlightRecorder flight)
    {
        this.clock = clock;
        epochOffsetNs = epochClock.nanoTime() - clock.nanoTime(); // so that a duty cycle reads one clock, once
        this.lanes = lanes;
        this.sources = sources.toArray(new IngressSource[0]);
        this.flight = flight;
    }

    @Override
    public int doWork()
    {
        final long nowNs = clock.nanoTime();
        for (final Lane lane : lanes)
        {
            lane.reclaim(nowNs); // no work by itself: who was woken for one datagram need not look about twice for it
        }
        final int workCount = isReceiving ? receive(nowNs) : 0;
        for (final Lane lane : lanes)
        {
            lane.publish();
            lane.onDutyCycleEnd();
        }
        if (null != flight)
        {
            flight.onDutyCycleEnd(nowNs, epochOffsetNs);
        }
        return workCount;
    }

    /**
     * May be called from any thread: nothing more is received from the next duty cycle on.
     */
    public void stopReceiving()
    {
        isReceiving = false;
    }

    /**
     * Called from the ingress thread between duty cycles: takes back what was released in the meantime, so that a wait
     * that may follow is no part of its lifetime.
     *
     * @return whether every packet that it published was sent or dropped, and its buffer is back.
     */
    public boolean drain()
    {
        boolean isDrained = true;
        for (final Lane lane : lanes)
        {
            if (!lane.isDrained())
            {
                lane.reclaim(clock.nanoTime());
                isDrained &= lane.isDrained();
            }
        }
        return isDrained;
    }

    @Override
    public void onClose()
    {
        if (null != flight)
        {
            flight.onClose(clock.nanoTime(), epochOffsetNs);
        }
        for (final Lane lane : lanes)
        {
            lane.reclaim(clock.nanoTime()); // the last to be counted that a stopped destination loses
        }
        CloseHelper.closeAll(sources);
    }

    @Override
    public String roleName()
    {
        return "ingress";
    }

    private int receive(final long nowNs)
    {
        final long epochNs = nowNs + epochOffsetNs;
        final int count = sources.length;
        int workCount = 0;
        int source = firstSource;
        for (int i = 0; i < count; i++)
        {
            workCount += sources[source].poll(nowNs, epochNs, SOURCE_LIMIT);
            source = source + 1 == count ? 0 : source + 1;
        }
        firstSource = firstSource + 1 >= count ? 0 : firstSource + 1;
        return workCount;
    }
}
