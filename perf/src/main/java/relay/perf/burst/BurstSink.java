package relay.perf.burst;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import relay.transport.DatagramBatch;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.endpoint.HostPort;

/**
 * Receives what the relay sends and compares it with what the source says that it sent. Latency is counted from when a
 * datagram was due, by the clock of this process.
 *
 * <p>{@link #doWork()} runs on one thread. What is owed, settled and received may be read by any, {@link
 * #takeLatencies} by one other; the rest when the agent is closed. It allocates for new streams, and for windows that
 * grow.
 */
final class BurstSink implements Agent, DatagramHandler
{
    /** Longer latencies are recorded as this. */
    static final long LATENCY_MAX_NS = TimeUnit.HOURS.toNanos(1);
    static final int SIGNIFICANT_DIGITS = 3;
    static final long BIN_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int POLL_LIMIT = 64;
    private static final int NOT_OWED = ArrivalCheck.ANY - 1;
    private static final int RECEIVED = 0;
    private static final int OWED = 1;
    private static final int SETTLED = 2;
    private static final int TOTALS = 3;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, LATENCY_MAX_NS, SIGNIFICANT_DIGITS);
    private final DatagramBatch batch = new DatagramBatch(POLL_LIMIT);
    private final AtomicLongArray published = new AtomicLongArray(TOTALS);
    private final TimeBins wantedBins = new TimeBins(BIN_NS, false);
    private final TimeBins receivedBins = new TimeBins(BIN_NS, false);
    private final List<RelayOutput> outputs;
    private final Input[] inputs;
    private final ArrivalCheck[] checks;
    private final StallMeter[] silences;
    private final SentQueue queue;
    private final SentQueue.Handler announced = this::onSent;
    private final NanoClock clock;
    private final long startNs;

    /** By stream and output: the channel that it has to come by; {@link #NOT_OWED} if it does not. */
    private int[][] channels = new int[0][];
    private Input input;
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
        this.outputs = List.copyOf(outputs);
        this.inputs = inputs.toArray(new Input[0]);
        this.queue = queue;
        this.clock = clock;
        this.startNs = startNs;
        checks = new ArrivalCheck[outputs.size()];
        Arrays.setAll(checks, ignore -> new ArrivalCheck());
        silences = new StallMeter[outputs.size()];
        Arrays.setAll(silences, ignore -> new StallMeter());
    }

    @Override
    public int doWork()
    {
        nowNs = clock.nanoTime() - startNs;
        final int sent = drain();
        int workCount = 0;
        for (final Input each : inputs)
        {
            input = each;
            workCount += batch.poll(each.receiver(), this, POLL_LIMIT);
        }
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
        final int output = input.output();
        final long dueNs = checks[output].onArrival(
            input.receiver().channel(destination), ContentHash.of(buffer, offset, length), length);
        if (ArrivalCheck.NOT_DUE != dueNs)
        {
            recorder.recordValue(Math.clamp(nowNs - dueNs, 0, LATENCY_MAX_NS));
            silences[output].onArrival(nowNs, dueNs);
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
        for (final ArrivalCheck check : checks)
        {
            check.conclude();
        }
        for (final StallMeter silence : silences)
        {
            silence.conclude(clock.nanoTime() - startNs);
        }
        publish();
        CloseHelper.closeAll(Arrays.stream(inputs).map(Input::receiver).toList());
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
        return recorder.getIntervalHistogram(into);
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
        return Arrays.stream(silences).mapToLong(StallMeter::longestNs).max().orElse(0);
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
        return Arrays.stream(checks).mapToLong(count).sum();
    }

    private int drain()
    {
        return queue.drain(announced);
    }

    private void onSent(final int stream, final long hash, final int length, final long dueNs)
    {
        wantedBins.add(dueNs, 1);
        if (stream == channels.length)
        {
            channels = Arrays.copyOf(channels, stream + 1);
            channels[stream] = channelsOf(queue.destination(stream));
        }
        boolean isOwed = false;
        for (int i = 0; i < checks.length; i++)
        {
            final int channel = channels[stream][i];
            if (NOT_OWED != channel)
            {
                checks[i].onSent(stream, channel, hash, length, dueNs, nowNs);
                silences[i].onDue(dueNs);
                isOwed = true;
            }
        }
        unowed += isOwed ? 0 : 1;
    }

    private int[] channelsOf(final InetSocketAddress destination)
    {
        return outputs.stream()
            .mapToInt(output -> output.owes().test(destination) ? output.channelOf(destination) : NOT_OWED)
            .toArray();
    }

    private void publish()
    {
        long owed = 0;
        long settled = 0;
        for (final ArrivalCheck check : checks)
        {
            owed += check.owed();
            settled += check.arrived() + check.corrupt() + check.lost();
        }
        published.lazySet(RECEIVED, received);
        published.lazySet(SETTLED, settled);
        published.lazySet(OWED, owed);
    }
}
