package relay.tools.sink;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import relay.tools.send.Probe;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.endpoint.HostPort;

/**
 * Receives what {@code relay send} sent and checks it: each flow of each run is followed at each destination of each
 * receiver on its own, so that what two of them hear of one flow is no duplicate.
 *
 * <p>{@link #doWork()} runs on one thread. The totals may be read by any, {@link #addLatencies} by one other;
 * {@link #flows()} when the agent is closed. It allocates for new flows only.
 */
public final class CheckingSink implements Agent, DatagramHandler
{
    /** More flows than this are counted as foreign: a bound on memory, 2 KiB each. */
    static final int FLOWS_MAX = 16 * 1024;

    private static final long KEY_FACTOR = 0x9E3779B97F4A7C15L;

    private static final int RECEIVED = 0;
    private static final int BYTES = 1;
    private static final int LOST = 2;
    private static final int DUPLICATES = 3;
    private static final int REORDERED = 4;
    private static final int STALE = 5;
    private static final int CORRUPT = 6;
    private static final int FOREIGN = 7;
    private static final int NEGATIVE = 8;
    private static final int FIRST_NS = 9;
    private static final int LAST_NS = 10;
    private static final int TOTALS = 11;

    private final Probe probe = new Probe();
    private final Long2ObjectHashMap<FlowTracker> trackers = new Long2ObjectHashMap<>();
    private final List<FlowTracker> flows = new ArrayList<>();
    private final long[] totals = new long[TOTALS];
    private final AtomicLongArray published = new AtomicLongArray(TOTALS);
    private final ArrivalReader reader;
    private final InetSocketAddress[] channels;
    private final EpochNanoClock clock;

    private FlowTracker lastTracker;
    private Histogram interval;

    /**
     * @param receivers to read; closed with this agent.
     * @param clock     of which the generator's is a copy, or is synchronised with.
     */
    public CheckingSink(final List<DatagramReceiver> receivers, final EpochNanoClock clock)
    {
        reader = new ArrivalReader(receivers);
        channels = receivers.stream().map(DatagramReceiver::destinations).flatMap(List::stream)
            .toArray(InetSocketAddress[]::new);
        this.clock = clock;
    }

    @Override
    public int doWork()
    {
        final int workCount = reader.poll(this);
        if (workCount > 0)
        {
            publish();
        }
        return workCount;
    }

    @Override
    public void onDatagram(
        final DirectBuffer buffer, final int offset, final int length, final HostPort source, final int destination)
    {
        final long nowNs = clock.nanoTime();
        totals[FIRST_NS] = 0 == totals[FIRST_NS] ? nowNs : totals[FIRST_NS];
        totals[LAST_NS] = nowNs;
        switch (probe.wrap(buffer, offset, length))
        {
            case VALID -> onProbe(nowNs, length, reader.firstChannel() + destination);
            case CORRUPT -> totals[CORRUPT]++;
            case FOREIGN -> totals[FOREIGN]++;
        }
    }

    @Override
    public String roleName()
    {
        return "sink";
    }

    @Override
    public void onClose()
    {
        publish();
        reader.close();
    }

    /**
     * @return datagrams of generators, unchanged; duplicates too.
     */
    public long received()
    {
        return published.get(RECEIVED);
    }

    /**
     * @return payload bytes of these.
     */
    public long bytes()
    {
        return published.get(BYTES);
    }

    /**
     * @return datagrams that are missing between the first and the last of their flow.
     */
    public long lost()
    {
        return published.get(LOST);
    }

    public long duplicates()
    {
        return published.get(DUPLICATES);
    }

    public long reordered()
    {
        return published.get(REORDERED);
    }

    /**
     * @return datagrams so late that late and duplicate cannot be told apart.
     */
    public long stale()
    {
        return published.get(STALE);
    }

    /**
     * @return datagrams of generators whose length or checksum was wrong; their number counts as lost.
     */
    public long corrupt()
    {
        return published.get(CORRUPT);
    }

    /**
     * @return datagrams of something else than a generator.
     */
    public long foreign()
    {
        return published.get(FOREIGN);
    }

    /**
     * @return datagrams that seem to have arrived before they were due: the two clocks differ.
     */
    public long negativeLatencies()
    {
        return published.get(NEGATIVE);
    }

    /**
     * @return all datagrams read, whatever they were.
     */
    public long total()
    {
        return received() + corrupt() + foreign();
    }

    /**
     * @return when the first datagram arrived, nanoseconds since the epoch; 0 if none did.
     */
    public long firstEpochNs()
    {
        return published.get(FIRST_NS);
    }

    /**
     * @return when the last datagram arrived, nanoseconds since the epoch; 0 if none did.
     */
    public long lastEpochNs()
    {
        return published.get(LAST_NS);
    }

    /**
     * @return what is listened to.
     */
    public List<DatagramReceiver> receivers()
    {
        return reader.receivers();
    }

    /**
     * Called when the sink is closed.
     *
     * @return what arrived of each flow, in order of appearance.
     */
    public List<FlowTracker> flows()
    {
        return List.copyOf(flows);
    }

    /**
     * Adds the latencies since the last call, from when each datagram was due to when it arrived. Called from one
     * thread, not the sink's; may wait for the record that is just being made.
     *
     * @param total to add to.
     * @return those since the last call, valid until the next.
     */
    public Histogram addLatencies(final Histogram total)
    {
        interval = reader.takeLatencies(interval);
        total.add(interval);
        return interval;
    }

    private void onProbe(final long nowNs, final int length, final int channel)
    {
        final FlowTracker tracker = tracker(channel);
        if (null == tracker)
        {
            totals[FOREIGN]++;
            return;
        }
        final long lost = tracker.lost();
        final long duplicates = tracker.duplicates();
        final long reordered = tracker.reordered();
        final long stale = tracker.stale();
        tracker.onSequence(probe.sequence(), length);
        totals[RECEIVED]++;
        totals[BYTES] += length;
        totals[LOST] += tracker.lost() - lost;
        totals[DUPLICATES] += tracker.duplicates() - duplicates;
        totals[REORDERED] += tracker.reordered() - reordered;
        totals[STALE] += tracker.stale() - stale;
        final long latencyNs = nowNs - probe.intendedNs();
        totals[NEGATIVE] += latencyNs < 0 ? 1 : 0;
        reader.record(latencyNs);
    }

    private FlowTracker tracker(final int channel)
    {
        final long runId = probe.runId();
        final int flow = probe.flow();
        if (null != lastTracker && lastTracker.is(channel, runId, flow))
        {
            return lastTracker;
        }
        long key = runId ^ (((long)channel << Integer.SIZE) + flow) * KEY_FACTOR;
        FlowTracker tracker = trackers.get(key);
        while (null != tracker && !tracker.is(channel, runId, flow))
        {
            tracker = trackers.get(++key);
        }
        if (null == tracker && flows.size() < FLOWS_MAX)
        {
            tracker = new FlowTracker(channel, channels[channel], runId, flow, probe.sequence());
            trackers.put(key, tracker);
            flows.add(tracker);
        }
        lastTracker = null == tracker ? lastTracker : tracker;
        return tracker;
    }

    private void publish()
    {
        for (int i = 0; i < TOTALS; i++)
        {
            published.lazySet(i, totals[i]);
        }
    }
}
