package relay.tools.sink;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.CloseHelper;
import relay.transport.DatagramBatch;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;

/**
 * The part that sinks which check arrivals share: reads several receivers in turn and records latencies. Belongs to the
 * sink's thread, but for {@link #takeLatencies}, which one other may call.
 */
public final class ArrivalReader
{
    /** Longer latencies are recorded as this, in nanoseconds: one hour. */
    public static final long LATENCY_MAX_NS = 3_600_000_000_000L;
    /** Of a recorded latency. */
    public static final int SIGNIFICANT_DIGITS = 3;

    private static final int POLL_LIMIT = 64;

    private final SingleWriterRecorder recorder =
        new SingleWriterRecorder(1, LATENCY_MAX_NS, SIGNIFICANT_DIGITS);
    private final DatagramBatch batch = new DatagramBatch(POLL_LIMIT);
    private final List<DatagramReceiver> receivers;
    private int current;
    private int firstChannel;

    /**
     * @param receivers to read.
     */
    public ArrivalReader(final List<DatagramReceiver> receivers)
    {
        this.receivers = List.copyOf(receivers);
    }

    /**
     * @return a histogram that all latencies fit in.
     */
    public static Histogram newHistogram()
    {
        return new Histogram(1, LATENCY_MAX_NS, SIGNIFICANT_DIGITS);
    }

    /**
     * Reads a batch of each receiver.
     *
     * @param handler of the datagrams.
     * @return how many there were.
     */
    public int poll(final DatagramHandler handler)
    {
        int count = 0;
        firstChannel = 0;
        for (current = 0; current < receivers.size(); current++)
        {
            count += batch.poll(receivers.get(current), handler, POLL_LIMIT);
            firstChannel += receivers.get(current).destinations().size();
        }
        return count;
    }

    /**
     * @return index of the receiver whose datagram is handled.
     */
    public int current()
    {
        return current;
    }

    /**
     * @return destinations of the receivers before the current one.
     */
    public int firstChannel()
    {
        return firstChannel;
    }

    /**
     * @param latencyNs below 0 it counts as 0.
     */
    public void record(final long latencyNs)
    {
        recorder.recordValue(Math.clamp(latencyNs, 0, LATENCY_MAX_NS));
    }

    /**
     * May wait for the record that is just being made.
     *
     * @param into recycled; null at first.
     * @return latencies since the last call, in nanoseconds.
     */
    public Histogram takeLatencies(final Histogram into)
    {
        return recorder.getIntervalHistogram(into);
    }

    /**
     * @return what is read.
     */
    public List<DatagramReceiver> receivers()
    {
        return receivers;
    }

    /**
     * Closes the receivers.
     */
    public void close()
    {
        CloseHelper.closeAll(receivers);
    }
}
