package relay.perf.burst;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import relay.tools.sink.ArrivalReader;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.endpoint.HostPort;

/**
 * Receives what the relay sends and compares it with what the source says that it sent. Latency is counted from when a
 * datagram was due, by the clock of this process.
 *
 * <p>{@link #doWork()} runs on one thread. What is owed, settled and received may be read by any,
 * {@link #takeLatencies} by one other; the rest when the agent is closed. It allocates for new streams, and for windows
 * that grow.
 */
final class BurstSink implements Agent, DatagramHandler
{
    static final long BIN_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int RECEIVED = 0;
    private static final int OWED = 1;
    private static final int SETTLED = 2;
    private static final int TOTALS = 3;

    private final AtomicLongArray published = new AtomicLongArray(TOTALS);
    private final TimeBins wantedBins = new TimeBins(BIN_NS, false);
    private final TimeBins receivedBins = new TimeBins(BIN_NS, false);
    private final OutputCheck[] checks;
    private final ArrivalReader reader;
    /** By receiver: the output that it is a part of. */
    private final int[] outputs;
    private final SentQueue queue;
    private final SentQueue.Handler announced = this::onSent;
    private final NanoClock clock;
    private final long startNs;

    private long nowNs;
    private long received;
    private long bytes;
    private long unowed;

    /**
     * A socket.
     *
     * @param output   index of what it is a part of.
     * @param receiver closed with the sink.
     */
    record Input(int output, DatagramReceiver receiver)
    {
    }

    /**
     * @param outputs of the relay.
     * @param inputs  to read.
     * @param queue   of what is sent.
     * @param clock   the sender's too.
     * @param startNs time of the clock from which on datagrams are due.
     */
    BurstSink(
        final List<RelayOutput> outputs,
        final List<Input> inputs,
        final SentQueue queue,
        final NanoClock clock,
        final long startNs)
    {
        checks = outputs.stream().map(OutputCheck::new).toArray(OutputCheck[]::new);
        reader = new ArrivalReader(inputs.stream().map(Input::receiver).toList());
        this.outputs = inputs.stream().mapToInt(Input::output).toArray();
        this.queue = queue;
        this.clock = clock;
        this.startNs = startNs;
    }

    @Override
    public int doWork()
    {
        nowNs = clock.nanoTime() - startNs;
        final int sent = drain();
        final int workCount = reader.poll(this);
        if (sent + workCount > 0)
        {
            publish();
        }
        return workCount;
    }

    @Override
    public void onDatagram(
        final DirectBuffer buffer, final int offset, final int length, final HostPort source, final int destination)
    {
        nowNs = clock.nanoTime() - startNs;
        drain(); // what was sent meanwhile: this may be it
        received++;
        bytes += length;
        receivedBins.add(nowNs, 1);
        final int input = reader.current();
        final long dueNs = checks[outputs[input]].onArrival(reader.receivers().get(input).channel(destination),
            ContentHash.of(buffer, offset, length), length, nowNs);
        if (ArrivalCheck.NOT_DUE != dueNs)
        {
            reader.record(nowNs - dueNs);
        }
    }

    @Override
    public String roleName()
    {
        return "burst-sink";
    }

    @Override
    public void onClose()
    {
        drain();
        for (final OutputCheck check : checks)
        {
            check.conclude(clock.nanoTime() - startNs);
        }
        publish();
        reader.close();
    }

    /**
     * @return all datagrams that came, whatever they were.
     */
    long received()
    {
        return published.get(RECEIVED);
    }

    /**
     * @return whether something has come for each datagram that is owed.
     */
    boolean isComplete()
    {
        return published.get(OWED) == published.get(SETTLED);
    }

    /**
     * @return datagrams that are owed and for which something has come, or that are lost.
     */
    long settled()
    {
        return published.get(SETTLED);
    }

    /**
     * @param into recycled; null at first.
     * @return latencies since the last call, in nanoseconds.
     */
    Histogram takeLatencies(final Histogram into)
    {
        return reader.takeLatencies(into);
    }

    long bytes()
    {
        return bytes;
    }

    /**
     * @return datagrams that were sent to a destination of which no output gets anything.
     */
    long unowed()
    {
        return unowed;
    }

    /**
     * @return the longest time in which nothing came to an output although something was due there.
     */
    long stallMaxNs()
    {
        return Arrays.stream(checks).map(OutputCheck::stall).mapToLong(StallMeter::longestNs).max().orElse(0);
    }

    /**
     * @return datagrams that were due, by when.
     */
    TimeBins wanted()
    {
        return wantedBins;
    }

    /**
     * @return datagrams that came, by when.
     */
    TimeBins arrivals()
    {
        return receivedBins;
    }

    /**
     * @param count of each output's check.
     * @return the sum of them.
     */
    long sum(final ToLongFunction<ArrivalCheck> count)
    {
        return Arrays.stream(checks).map(OutputCheck::arrivals).mapToLong(count).sum();
    }

    private int drain()
    {
        return queue.drain(announced);
    }

    private void onSent(final int stream, final long hash, final int length, final long dueNs)
    {
        wantedBins.add(dueNs, 1);
        final InetSocketAddress destination = queue.destination(stream);
        boolean isOwed = false;
        for (final OutputCheck check : checks)
        {
            isOwed |= check.onSent(stream, destination, hash, length, dueNs, nowNs);
        }
        unowed += isOwed ? 0 : 1;
    }

    private void publish()
    {
        long owed = 0;
        long settled = 0;
        for (final OutputCheck check : checks)
        {
            owed += check.arrivals().owed();
            settled += check.arrivals().settled();
        }
        published.lazySet(RECEIVED, received);
        published.lazySet(SETTLED, settled);
        published.lazySet(OWED, owed);
    }
}
