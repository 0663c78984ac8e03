package relay.tools.sink;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * What arrived of one flow of one run at one destination. Written by the sink's thread; read by others when that ended.
 *
 * <p>A window of the last sequence numbers tells a datagram that comes late from one that comes twice. Counting begins
 * with the first datagram that arrives: a sink that starts late has lost nothing.
 */
public final class FlowTracker
{
    /** Sequence numbers that the window holds, a power of two; 2 KiB a flow. */
    static final int WINDOW = 16 * 1024;

    private static final int BITS_SHIFT = 6;

    private final long[] seen = new long[WINDOW >> BITS_SHIFT];
    private final InetSocketAddress destination;
    private final int channel;
    private final long runId;
    private final int flow;
    private final long firstSequence;
    private long lastSequence;
    private long received;
    private long bytes;
    private long lost;
    private long duplicates;
    private long reordered;
    private long stale;

    FlowTracker(
        final int channel,
        final InetSocketAddress destination,
        final long runId,
        final int flow,
        final long firstSequence)
    {
        this.channel = channel;
        this.destination = destination;
        this.runId = runId;
        this.flow = flow;
        this.firstSequence = firstSequence;
        lastSequence = firstSequence - 1;
    }

    boolean is(final int otherChannel, final long otherRunId, final int otherFlow)
    {
        return channel == otherChannel && runId == otherRunId && flow == otherFlow;
    }

    /**
     * @param sequence that arrived, 0 or more.
     * @param length   of the payload in bytes.
     */
    void onSequence(final long sequence, final int length)
    {
        received++;
        bytes += length;
        if (sequence > lastSequence)
        {
            lost += sequence - lastSequence - 1;
            forget(lastSequence + 1, sequence);
            lastSequence = sequence;
            mark(sequence);
        }
        else if (sequence <= lastSequence - WINDOW)
        {
            stale++;
        }
        else if (isMarked(sequence))
        {
            duplicates++;
        }
        else
        {
            mark(sequence);
            reordered++;
            // what was sent before the first that arrived was never counted as lost
            lost -= sequence > firstSequence ? 1 : 0;
        }
    }

    /**
     * @return the group or address and the port at which it arrived.
     */
    public InetSocketAddress destination()
    {
        return destination;
    }

    public long runId()
    {
        return runId;
    }

    public int flow()
    {
        return flow;
    }

    public long firstSequence()
    {
        return firstSequence;
    }

    public long lastSequence()
    {
        return lastSequence;
    }

    /**
     * @return datagrams, duplicates too.
     */
    public long received()
    {
        return received;
    }

    public long bytes()
    {
        return bytes;
    }

    /**
     * @return numbers between the first and the last that did not arrive, not yet or not unchanged.
     */
    public long lost()
    {
        return lost;
    }

    public long duplicates()
    {
        return duplicates;
    }

    /**
     * @return datagrams that arrived after one with a higher number.
     */
    public long reordered()
    {
        return reordered;
    }

    /**
     * @return datagrams that arrived so late that late and duplicate cannot be told apart.
     */
    public long stale()
    {
        return stale;
    }

    private void forget(final long from, final long to)
    {
        if (to - from >= WINDOW)
        {
            Arrays.fill(seen, 0);
            return;
        }
        for (long sequence = from; sequence <= to; sequence++)
        {
            seen[word(sequence)] &= ~(1L << sequence);
        }
    }

    private void mark(final long sequence)
    {
        seen[word(sequence)] |= 1L << sequence;
    }

    private boolean isMarked(final long sequence)
    {
        return (seen[word(sequence)] & 1L << sequence) != 0;
    }

    private static int word(final long sequence)
    {
        return (int)(sequence & WINDOW - 1) >> BITS_SHIFT;
    }
}
