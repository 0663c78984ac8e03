package relay.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import relay.config.FlightTrigger;
import relay.config.RelayConfig;
import relay.observe.AlignedEpochClock;
import relay.observe.LatencyCollector;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.threads.DataThread;
import relay.pipeline.watch.ErrorLog;
import relay.transport.PacketSender;
import relay.transport.TransportException;
import relay.transport.linux.CorePinning;

/**
 * A running relay: workers with their lanes and stages on the data threads that the layout says, and a conductor.
 * Launched, drained and closed by one thread; its counts may be read by any.
 *
 */
public final class Relay implements AutoCloseable
{
    /** How long a stopping relay may take to send what it has. */
    public static final long STOP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long CONDUCTOR_SLEEP_MS = 100;
    private static final long FLIGHT_SLEEP_MS = 10;
    private static final long RUNNING = 0;

    private final RelayParts parts;
    private final ErrorLog errors = new ErrorLog();
    /** Complete once it is launched. */
    private final List<String> description = new ArrayList<>();
    private final LatencyCollector collector;
    private final Conductor conductor;
    private final List<AgentRunner> runners = new ArrayList<>();
    private final AgentRunner conductorRunner;
    /** Null if nothing is remembered. */
    private final AgentRunner flightRunner;
    private final long startEpochNs;

    // written by the thread that closes, read by any
    /** {@link #RUNNING} until it is closed. */
    private volatile long stopEpochNs = RUNNING;
    private volatile boolean isClosed;

    private Relay(final RelayConfig config, final RelayOptions options)
    {
        final EpochNanoClock epochClock = new AlignedEpochClock();
        startEpochNs = epochClock.nanoTime();
        parts = RelayBuilder.build(config, options, SystemNanoClock.INSTANCE, epochClock, errors);
        collector = new LatencyCollector(
            SystemEpochClock.INSTANCE, LatencyCollector.INTERVAL_DEFAULT_MS, options.histogramLog());
        parts.addRecorders(collector);
        conductor = new Conductor(parts);
        description.addAll(parts.description());
        for (final DataThread thread : dataThreads())
        {
            runners.add(new AgentRunner(thread.idleStrategy(), errors, null, thread));
        }
        conductorRunner = new AgentRunner(
            new SleepingMillisIdleStrategy(CONDUCTOR_SLEEP_MS), errors, null, new CompositeAgent(collector, conductor));
        flightRunner = null == parts.flight() ? null :
            new AgentRunner(new SleepingMillisIdleStrategy(FLIGHT_SLEEP_MS), errors, null, parts.flight());
    }

    /**
     * Opens everything that the configuration names and starts the threads.
     *
     * @param config  what to relay.
     * @param options how to run.
     * @return a relay that receives.
     * @throws TransportException if something cannot be had; then nothing is left open.
     */
    public static Relay launch(final RelayConfig config, final RelayOptions options)
    {
        final String warmUp = WarmUp.run(config, options.warmUpNs());
        final Relay relay = new Relay(config, options);
        if (null != warmUp)
        {
            relay.description.add(warmUp);
        }
        relay.runners.forEach(AgentRunner::startOnThread);
        AgentRunner.startOnThread(relay.conductorRunner);
        if (null != relay.flightRunner)
        {
            AgentRunner.startOnThread(relay.flightRunner);
        }
        return relay;
    }

    /**
     * Stops receiving, sends what is in flight, and closes.
     *
     * @param timeoutNs how long the sending may take; what is left then is counted as dropped.
     */
    public void stop(final long timeoutNs)
    {
        final long deadlineNs = parts.clock().nanoTime() + timeoutNs;
        parts.workers().forEach(worker -> worker.ingress().stopReceiving());
        while (!isDrained() && deadlineNs - parts.clock().nanoTime() > 0)
        {
            LockSupport.parkNanos(POLL_INTERVAL_NS);
        }
        LockSupport.parkNanos(parts.senders().mapToLong(PacketSender::lingerNs).max().orElse(0));
        close();
    }

    /**
     * Stops at once: ends the threads, counts what is still in flight as dropped, closes sockets and streams. Counts
     * and totals can still be read afterwards.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            conductor.onStopReceiving();
            runners.forEach(CloseHelper::quietClose); // in order: what ingress leaves behind egress accounts for
            conductor.observe();
            conductorRunner.close();
            CloseHelper.quietClose(flightRunner); // writes what the data threads handed over when they ended
            stopEpochNs = parts.epochClock().nanoTime();
            parts.close();
        }
    }

    /**
     * Writes down what the flight recorders of all lanes remember, as soon as the configured time after is over. May be
     * called from any thread.
     *
     * @return how many lanes that are, 0 if nothing is remembered.
     */
    public int dumpFlight()
    {
        return dumpFlight(FlightTrigger.REQUEST);
    }

    /**
     * Tells the flight recorders of all lanes that something happened. May be called from any thread.
     *
     * @param trigger what; it is heard if it is configured.
     * @return how many lanes that are, 0 if nothing is remembered.
     */
    public int dumpFlight(final FlightTrigger trigger)
    {
        int lanes = 0;
        for (final Worker worker : parts.workers())
        {
            if (null != worker.flight())
            {
                worker.flight().request(trigger);
                lanes += worker.flight().lanes().size();
            }
        }
        return lanes;
    }

    /**
     * @return as configured.
     */
    public String name()
    {
        return parts.config().name();
    }

    /**
     * @return what was understood and opened, a human-readable line each.
     */
    public List<String> description()
    {
        return List.copyOf(description);
    }

    /**
     * @return the sum of all counts now.
     */
    public Ledger ledger()
    {
        return Ledger.of(parts.flows(), parts.destinations());
    }

    /**
     * @return drops of all flows and destinations by reason, those that happened only.
     */
    public Map<DropReason, Long> drops()
    {
        final Map<DropReason, Long> drops = new TreeMap<>();
        for (final DropReason reason : DropReason.values())
        {
            final long count =
                parts.flows().stream().mapToLong(flow -> flow.ledger().dropped(reason)).sum() +
                parts.destinations().stream()
                .mapToLong(destination -> destination.sum(ledger -> ledger.dropped(reason))).sum();
            if (count > 0)
            {
                drops.put(reason, count);
            }
        }
        return drops;
    }

    /**
     * @return whether every destination has a receiver, as far as it can be known.
     */
    public boolean isConnected()
    {
        return parts.senders().allMatch(PacketSender::isConnected);
    }

    /**
     * @return why this relay can do its work no more, or null while it can.
     */
    public String failure()
    {
        return isClosed ? null : parts.kinds().failure();
    }

    /**
     * @return durations in nanoseconds by tag; call after {@link #close()}.
     */
    public Map<String, Histogram> latencies()
    {
        final Map<String, Histogram> latencies = new TreeMap<>();
        collector.forEachTotal(latencies::put);
        return latencies;
    }

    /**
     * @return errors of the agents and of Aeron so far; each kind was logged once.
     */
    public long errorCount()
    {
        return errors.count();
    }

    RelayParts parts()
    {
        return parts;
    }

    Conductor conductor()
    {
        return conductor;
    }

    long startEpochNs()
    {
        return startEpochNs;
    }

    /**
     * @return when it was closed; now if it was not.
     */
    long stopEpochNs()
    {
        final long stoppedNs = stopEpochNs;
        return RUNNING == stoppedNs ? parts.epochClock().nanoTime() : stoppedNs;
    }

    private List<DataThread> dataThreads()
    {
        final DataThreads threads = new DataThreads(parts.config().execution(), CorePinning::pin, errors);
        for (final Worker worker : parts.workers())
        {
            threads.add(worker, worker.label(), parts.kinds().agents());
        }
        description.addAll(threads.description());
        return threads.threads();
    }

    private boolean isDrained()
    {
        return 0 == ledger().inFlight() && parts.senders().allMatch(PacketSender::isDrained);
    }
}
