package relay.tools.record;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import relay.transport.DatagramBatch;
import relay.transport.DatagramHandler;
import relay.transport.DatagramReceiver;
import relay.transport.endpoint.HostPort;

/**
 * Copies what arrives into a ring, and drops and counts what does not fit. Never waits for who writes.
 *
 * <p>{@link #doWork()} runs on one thread and allocates nothing; the counts may be read by any.
 */
public final class RecordReceiver implements Agent, DatagramHandler
{
    private static final int POLL_LIMIT = DatagramBatch.CAPACITY_DEFAULT;

    private final DatagramBatch batch = new DatagramBatch(POLL_LIMIT);
    private final RecordRing ring;
    private final EpochNanoClock clock;
    private final long limit;
    private final DatagramReceiver[] receivers;
    private final int[] sourceOf;
    private final SourceCounts counts;
    private volatile long lastEpochNs;
    private long latestEpochNs;
    private long total;

    // of the batch at hand
    private int source;
    private int firstChannel;
    private long batchEpochNs;

    /**
     * @param sources to read; not closed with this agent, since a socket's counts go with it.
     * @param ring    to copy into.
     * @param clock   for the times of datagrams, read once for each batch that came.
     * @param limit   how many to take.
     */
    public RecordReceiver(
        final List<RecordSource> sources, final RecordRing ring, final EpochNanoClock clock, final long limit)
    {
        this.ring = ring;
        this.clock = clock;
        this.limit = limit;
        receivers = sources.stream().flatMap(each -> each.receivers().stream()).toArray(DatagramReceiver[]::new);
        sourceOf = new int[receivers.length];
        for (int i = 0, count = 0; i < sources.size(); i++)
        {
            for (int j = 0; j < sources.get(i).receivers().size(); j++)
            {
                sourceOf[count++] = i;
            }
        }
        counts = new SourceCounts(sources.size());
    }

    @Override
    public int doWork()
    {
        int workCount = 0;
        firstChannel = 0;
        for (int i = 0; i < receivers.length; i++)
        {
            final int wanted = (int)Math.min(POLL_LIMIT, limit - total);
            source = sourceOf[i];
            batchEpochNs = 0;
            workCount += wanted > 0 ? batch.poll(receivers[i], this, wanted) : 0;
            firstChannel += receivers[i].destinations().size();
        }
        if (workCount > 0)
        {
            publish();
        }
        return workCount;
    }

    @Override
    public void onDatagram(
        final DirectBuffer buffer, final int offset, final int length, final HostPort from, final int destination)
    {
        if (0 == batchEpochNs)
        {
            batchEpochNs = clock.nanoTime();
            latestEpochNs = batchEpochNs;
        }
        total++;
        counts.onReceived(source, ring.offer(batchEpochNs, from, firstChannel + destination, buffer, offset, length));
    }

    @Override
    public String roleName()
    {
        return "record-receiver";
    }

    @Override
    public void onClose()
    {
        publish();
    }

    /**
     * @return datagrams that were read.
     */
    public long received()
    {
        return counts.received();
    }

    /**
     * @return those of them for which there was no room in the ring.
     */
    public long dropped()
    {
        return counts.dropped();
    }

    /**
     * @return when the last ones came, nanoseconds since the epoch; 0 if none did.
     */
    public long lastEpochNs()
    {
        return lastEpochNs;
    }

    long received(final int source)
    {
        return counts.received(source);
    }

    long dropped(final int source)
    {
        return counts.dropped(source);
    }

    private void publish()
    {
        counts.publish();
        lastEpochNs = latestEpochNs;
    }
}
