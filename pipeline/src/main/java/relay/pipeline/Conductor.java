package relay.pipeline;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import relay.config.Layout;
import relay.pipeline.endpoint.FlowSocket;
import relay.pipeline.watch.CutOffWatch;
import relay.pipeline.watch.InterfaceWatch;
import relay.pipeline.watch.LaneWatch;
import relay.pipeline.watch.StallWatch;
import relay.transport.DatagramReceiver;
import relay.transport.KernelDrops;

/**
 * What has to be looked after while data flows, once a second and never on the data path: the ledger's imbalance,
 * datagrams that the kernel dropped before we could read them, destinations that are slow or have stopped, and
 * interfaces that were made anew.
 */
final class Conductor implements Agent
{
    private static final System.Logger LOGGER = System.getLogger(Conductor.class.getName());
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int TYPE_ID = 7_003;

    private final RelayParts parts;
    private final NanoClock clock;
    private final AtomicCounter imbalance;
    private final List<FlowSocket> flowSockets;
    private final KernelDrops kernelDrops = new KernelDrops();
    private final boolean isToldBySockets;
    private final long[] kernelDropsByFlow;
    private final List<LaneWatch> laneWatches;
    private final List<CutOffWatch> cutOffWatches;
    private final List<StallWatch> stallWatches;
    private final InterfaceWatch interfaceWatch;
    private boolean isReceiving = true;
    private long deadlineNs;

    Conductor(final RelayParts parts)
    {
        this.parts = parts;
        clock = parts.clock();
        imbalance = parts.counters().newCounter("ledger imbalance", TYPE_ID);
        // the kernel's table walks all its slots, for milliseconds: not needed where each socket tells its own
        flowSockets = parts.flowSockets();
        isToldBySockets = flowSockets.stream()
            .noneMatch(input -> KernelDrops.UNKNOWN == input.receiver().kernelDrops());
        kernelDropsByFlow = new long[parts.flows().size()];
        final Consumer<String> log = line -> LOGGER.log(Level.WARNING, line);
        laneWatches = parts.workers().stream().flatMap(worker -> worker.watches(log)).toList();
        cutOffWatches = parts.destinations().stream().map(destination -> new CutOffWatch(destination, log)).toList();
        stallWatches = stallWatches(log);
        interfaceWatch = InterfaceWatch.of(parts.watchedSockets(), log);
        deadlineNs = clock.nanoTime() + INTERVAL_NS;
    }

    @Override
    public int doWork()
    {
        final long nowNs = clock.nanoTime();
        if (deadlineNs - nowNs > 0)
        {
            return 0;
        }
        deadlineNs = nowNs + INTERVAL_NS;
        observe();
        followInterfaces();
        return 1;
    }

    /**
     * Takes stock now.
     */
    synchronized void observe()
    {
        imbalance.setRelease(Ledger.of(parts.flows(), parts.destinations()).imbalance());
        final long nowNs = clock.nanoTime();
        laneWatches.forEach(watch -> watch.observe(nowNs));
        cutOffWatches.forEach(CutOffWatch::observe);
        if (isReceiving)
        {
            stallWatches.forEach(watch -> watch.observe(nowNs));
            if (!isToldBySockets)
            {
                kernelDrops.refresh();
            }
            observeKernelDrops();
        }
    }

    /**
     * Takes stock of what the kernel dropped for the last time: it forgets that when a socket is closed, and what it
     * drops from now on was not for us any more.
     */
    synchronized void onStopReceiving()
    {
        observe();
        isReceiving = false;
    }

    /**
     * May be called from any thread.
     *
     * @param flow index of a flow.
     * @return datagrams that its sockets' receive buffers had no room for, a second ago at most.
     */
    synchronized long kernelDrops(final int flow)
    {
        return kernelDropsByFlow[flow];
    }

    /**
     * @return one for each lane of each worker; read them after the relay was closed.
     */
    List<LaneWatch> laneWatches()
    {
        return laneWatches;
    }

    /**
     * @return one for each destination and worker; none in layout {@code compact}.
     */
    List<StallWatch> stallWatches()
    {
        return stallWatches;
    }

    @Override
    public String roleName()
    {
        return "conductor";
    }

    /** Where one thread does everything, nobody is left to wait for it. */
    private List<StallWatch> stallWatches(final Consumer<String> log)
    {
        return Layout.COMPACT == parts.config().execution().layout() ? List.of() : parts.destinations().stream()
            .flatMap(destination -> destination.parts().stream()
                .map(part -> new StallWatch(destination.config().name(), part, clock.nanoTime(), log)))
            .toList();
    }

    private synchronized void followInterfaces()
    {
        if (isReceiving)
        {
            interfaceWatch.observe();
        }
    }

    private void observeKernelDrops()
    {
        final long[] drops = new long[kernelDropsByFlow.length];
        for (final FlowSocket input : flowSockets)
        {
            drops[input.flow().index()] += Math.max(0, dropsOf(input.receiver()));
        }
        System.arraycopy(drops, 0, kernelDropsByFlow, 0, drops.length);
    }

    private long dropsOf(final DatagramReceiver receiver)
    {
        final long drops = receiver.kernelDrops();
        // who does not tell has one destination
        return KernelDrops.UNKNOWN == drops ? kernelDrops.drops(receiver.destinations().getFirst()) : drops;
    }
}
