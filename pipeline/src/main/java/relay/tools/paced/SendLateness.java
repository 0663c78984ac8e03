package relay.tools.paced;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How late a {@link PacedSender} sent, and at what rate. Belongs to its thread; read by others when the agent is
 * closed.
 */
public final class SendLateness
{
    private static final long LATENESS_MAX_NS = TimeUnit.HOURS.toNanos(1);

    private final Histogram histogram = new Histogram(LATENESS_MAX_NS, 3);
    private final Side wanted = new Side();
    private final Side achieved = new Side();
    private long lastNs;

    /** Datagrams by the times at which they were due, or at which they went. */
    private static final class Side
    {
        private long datagrams;
        private long bytes;
        private long firstNs;
        private long lastNs;
        private int lastLength;

        private void onDatagram(final long timeNs, final int length)
        {
            firstNs = 0 == datagrams ? timeNs : firstNs;
            lastNs = timeNs;
            datagrams++;
            bytes += length;
            lastLength = length;
        }

        private long elapsedNs()
        {
            return lastNs - firstNs;
        }

        /** Without the last, which takes none of the time. */
        private double rate()
        {
            return 0 == elapsedNs() ? 0 : (datagrams - 1) * 1e9 / elapsedNs();
        }

        private double bitRate()
        {
            return 0 == elapsedNs() ? 0 : (bytes - lastLength) * Byte.SIZE * 1e9 / elapsedNs();
        }
    }

    void onDue(final long dueNs, final int length)
    {
        wanted.onDatagram(dueNs, length);
    }

    void onSent(final long dueNs, final long sentNs, final int length)
    {
        achieved.onDatagram(sentNs, length);
        lastNs = sentNs - dueNs;
        histogram.recordValue(Math.min(lastNs, LATENESS_MAX_NS));
    }

    /**
     * @return datagrams that were due, whatever became of them.
     */
    public long datagrams()
    {
        return wanted.datagrams;
    }

    /**
     * @return from when the first was due to when the last was, in nanoseconds.
     */
    public long wantedNs()
    {
        return wanted.elapsedNs();
    }

    /**
     * @return from when the first was sent to when the last was, in nanoseconds.
     */
    public long achievedNs()
    {
        return achieved.elapsedNs();
    }

    /**
     * @return datagrams a second that were due; 0 if no time went by.
     */
    public double wantedRate()
    {
        return wanted.rate();
    }

    /**
     * @return datagrams a second that were sent; 0 if no time went by.
     */
    public double achievedRate()
    {
        return achieved.rate();
    }

    /**
     * @return bits of payload a second that were due; 0 if no time went by.
     */
    public double wantedBitRate()
    {
        return wanted.bitRate();
    }

    /**
     * @return bits of payload a second that were sent; 0 if no time went by.
     */
    public double achievedBitRate()
    {
        return achieved.bitRate();
    }

    /**
     * @return how late datagrams were sent, in nanoseconds: from when each was due to when the system call that sent it
     * was done, so that what the kernel takes for it, and for those before it in the batch, is in it.
     */
    public Histogram histogram()
    {
        return histogram;
    }

    /**
     * @return how late the last datagram was sent, likewise; 0 if none was.
     */
    public long lastNs()
    {
        return lastNs;
    }
}
