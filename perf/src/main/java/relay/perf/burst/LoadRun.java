package relay.perf.burst;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import relay.perf.machine.CoreWait;
import relay.tools.paced.DatagramSource;
import relay.tools.paced.PacedIdleStrategy;
import relay.tools.paced.PacedSender;
import relay.tools.paced.ReadAhead;
import relay.tools.paced.SendLateness;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.UdpTransport;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * Sends one load through a relay and follows it to the sink. Where cores are few, source and sink share a thread that
 * spins, so that neither waits to be scheduled, and leave another core to the relay; otherwise each has its own. The
 * calling thread looks at the relay once a millisecond.
 */
final class LoadRun
{
    /** From here on until the first datagram is due: threads start meanwhile. */
    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long DROPS_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What comes twice may come after everything has come. */
    private static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** With fewer, two threads that spin would leave too little to the relay. */
    private static final int CORES_MIN = 4;
    /** Parts of the names of threads; no thread's has two. */
    private static final List<String> OWN_THREADS = List.of("paced-sender", "burst-sink");
    private static final List<String> RELAY_THREADS = List.of("ingress", "egress");

    private final TimeBins sent = new TimeBins(BurstSink.BIN_NS, false);
    private final TimeBins inFlight = new TimeBins(LOOK_NS, true);
    private final SortedMap<String, TimeBins> drops = new TreeMap<>();
    private final Map<String, Long> dropsSeen = new TreeMap<>();
    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final RelayUnderTest relay;
    private final List<RelayOutput> outputs;
    private final LatencyIntervals.Taker taker;
    private final long settleNs;

    private long sentSeen;
    private long lookedNs;
    private long dropsLookedNs;
    private long inFlightMax = RelayCounts.UNKNOWN;

    /**
     * @param relay    that the load goes through.
     * @param outputs  of it.
     * @param settleNs how long to wait for what has not come, at the end.
     * @param taker    of the latencies of each second.
     */
    LoadRun(
        final RelayUnderTest relay, final List<RelayOutput> outputs, final long settleNs,
        final LatencyIntervals.Taker taker)
    {
        this.relay = relay;
        this.outputs = outputs;
        this.settleNs = settleNs;
        this.taker = taker;
    }

    /**
     * @param name      of the load.
     * @param source    of datagrams; closed.
     * @param to        where the socket is that sends them.
     * @param isStopped asked all the time: whether to stop early.
     * @return what became of it.
     */
    LoadResult run(
        final String name, final DatagramSource source, final UdpEndpoint to, final BooleanSupplier isStopped)
    {
        final ReadAhead readAhead = new ReadAhead(source, SystemNanoClock.INSTANCE);
        final List<BurstSink.Input> inputs = new ArrayList<>();
        final List<AgentRunner> runners = new ArrayList<>();
        runners.add(runner(new SleepingMillisIdleStrategy(1), readAhead));
        try
        {
            final UdpTransport transport = UdpTransports.best();
            openInputs(transport, inputs);
            return run(name, readAhead, transport.openSender(to), inputs, runners, isStopped);
        }
        finally
        {
            // a runner that was not started closes its agent all the same
            CloseHelper.closeAll(runners);
            CloseHelper.closeAll(inputs.stream().map(BurstSink.Input::receiver).toList());
        }
    }

    private LoadResult run(
        final String name, final ReadAhead readAhead, final DatagramSender socket, final List<BurstSink.Input> inputs,
        final List<AgentRunner> runners, final BooleanSupplier isStopped)
    {
        AgentRunner.startOnThread(runners.getFirst());
        while (!readAhead.isReady() && null == error.get() && !isStopped.getAsBoolean())
        {
            LockSupport.parkNanos(LOOK_NS);
        }
        System.gc(); // now, and not in the middle
        final SentQueue queue = new SentQueue();
        final WatchedSource watched = new WatchedSource(readAhead, queue);
        final long startNs = System.nanoTime() + LEAD_NS;
        final long startMs = System.currentTimeMillis();
        final PacedSender sender = new PacedSender(watched, socket, SystemNanoClock.INSTANCE, startNs);
        final BurstSink sink =
            new BurstSink(outputs, inputs, queue, SystemNanoClock.INSTANCE, startNs);
        final List<AgentRunner> added = runners(sender, sink);
        runners.addAll(added);
        added.forEach(AgentRunner::startOnThread);
        final long[] waitedNs = waitedNs();
        final LatencyIntervals intervals = new LatencyIntervals(sink::takeLatencies, taker, startMs);
        final boolean isEnded = follow(sender, sink, startNs, intervals, isStopped);
        final LoadResult.Waits waits = waits(waitedNs, System.nanoTime() - startNs);
        final long drops = sinkDrops(inputs);
        watched.abandon();
        CloseHelper.closeAll(runners);
        if (null != error.get())
        {
            throw new IllegalStateException("a thread of source and sink failed: " + error.get(), error.get());
        }
        intervals.end(System.currentTimeMillis());
        final RelayCounts account = relay.conclude();
        final LoadResult result =
            new LoadResult(name, startMs, sending(sender), sink(sink, drops), intervals.sum(), account,
            relay.obstacle(), relay.latencies(), series(sink), waits, new ArrayList<>(), new ArrayList<>());
        if (!isEnded)
        {
            result.doubts().add("stopped early: " + (watched.count() - sender.lateness().datagrams()) +
                " of what is counted as lost was not sent");
        }
        result.doubts().addAll(LoadCaveats.of(result));
        return result;
    }

    private void openInputs(final UdpTransport transport, final List<BurstSink.Input> inputs)
    {
        final List<UdpEndpoint> endpoints = outputs.stream().map(RelayOutput::endpoint).toList();
        for (int i = 0; i < outputs.size(); i++)
        {
            for (final DatagramReceiver receiver :
                transport.openReceivers(endpoints.get(i), endpoints.get(i).receiveOptions(endpoints)))
            {
                inputs.add(new BurstSink.Input(i, receiver));
            }
        }
    }

    private List<AgentRunner> runners(final PacedSender sender, final BurstSink sink)
    {
        if (Runtime.getRuntime().availableProcessors() < CORES_MIN)
        {
            return List.of(runner(new BusySpinIdleStrategy(), new CompositeAgent(sender, sink)));
        }
        return List.of(
            runner(new PacedIdleStrategy(sender, PacedIdleStrategy.SPIN_DEFAULT_NS), sender),
            runner(new BusySpinIdleStrategy(), sink));
    }

    private AgentRunner runner(final IdleStrategy idleStrategy, final Agent agent)
    {
        return new AgentRunner(idleStrategy, this::onError, null, agent);
    }

    /**
     * @return whether it came to its end.
     */
    private boolean follow(
        final PacedSender sender, final BurstSink sink, final long startNs, final LatencyIntervals intervals,
        final BooleanSupplier isStopped)
    {
        long quietNs = System.nanoTime();
        long settled = 0;
        boolean isDone = false;
        while (!isDone && !isStopped.getAsBoolean() && null == error.get())
        {
            LockSupport.parkNanos(LOOK_NS);
            final long nowNs = System.nanoTime();
            look(sender, nowNs - startNs);
            intervals.look(System.currentTimeMillis());
            if (!sender.isDone() || sink.settled() != settled)
            {
                settled = sink.settled();
                quietNs = nowNs;
            }
            isDone = nowNs - quietNs >= (sink.isComplete() ? GRACE_NS : settleNs);
        }
        return isDone;
    }

    private void look(final PacedSender sender, final long atNs)
    {
        final long total = sender.sent();
        if (atNs > 0 && atNs > lookedNs)
        {
            sent.spread(lookedNs, atNs, total - sentSeen);
            sentSeen = total;
            lookedNs = atNs;
        }
        final long waiting = relay.inFlight();
        if (RelayCounts.UNKNOWN != waiting)
        {
            inFlight.add(atNs, waiting);
            inFlightMax = Math.max(inFlightMax, waiting);
        }
        if (atNs - dropsLookedNs >= DROPS_LOOK_NS)
        {
            dropsLookedNs = atNs;
            final Map<String, Long> now = relay.drops();
            now.forEach((reason, count) -> drops
                .computeIfAbsent(reason, ignore -> new TimeBins(BurstSink.BIN_NS, false))
                .add(atNs, count - dropsSeen.getOrDefault(reason, 0L)));
            dropsSeen.putAll(now);
        }
    }

    private void onError(final Throwable ex)
    {
        error.compareAndSet(null, ex);
    }

    /** The kernel forgets them when a socket is closed. */
    private static long sinkDrops(final List<BurstSink.Input> inputs)
    {
        return inputs.stream().mapToLong(each -> Math.max(0, each.receiver().kernelDrops())).sum();
    }

    private static LoadResult.Sending sending(final PacedSender sender)
    {
        final SendLateness lateness = sender.lateness();
        return new LoadResult.Sending(sender.sent(), sender.bytes(), sender.failed(), lateness.wantedNs(),
            lateness.achievedNs(), lateness.histogram());
    }

    static LoadResult.Sink sink(final BurstSink sink, final long drops)
    {
        return new LoadResult.Sink(sink.sum(ArrivalCheck::owed), sink.sum(ArrivalCheck::arrived),
            sink.sum(ArrivalCheck::lost), sink.sum(ArrivalCheck::corrupt), sink.sum(ArrivalCheck::duplicates),
            sink.sum(ArrivalCheck::foreign), sink.sum(ArrivalCheck::reordered), sink.received(), sink.bytes(),
            sink.unowed(), sink.stallMaxNs(), drops);
    }

    /** Of source and sink, and of a relay here. */
    private static long[] waitedNs()
    {
        return new long[]{
            OWN_THREADS.stream().mapToLong(CoreWait::ns).sum(), RELAY_THREADS.stream().mapToLong(CoreWait::ns).sum()};
    }

    private static LoadResult.Waits waits(final long[] beforeNs, final long wallNs)
    {
        final long[] nowNs = waitedNs();
        return new LoadResult.Waits(nowNs[0] - beforeNs[0], nowNs[1] - beforeNs[1], wallNs);
    }

    private LoadResult.Series series(final BurstSink sink)
    {
        final LoadResult.Bins due = sink.wanted().rounded();
        final SortedMap<String, LoadResult.Bins> dropped = new TreeMap<>();
        drops.forEach((reason, bins) -> dropped.put(reason, bins.rounded()));
        return new LoadResult.Series(due, sent.rounded(), sink.arrivals().rounded(), inFlight.rounded(), inFlightMax,
            dropped, BurstSpan.of(due));
    }
}
