package relay.perf.burst;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Checks the arrivals of one output of the relay, and measures its stalls. Belongs to the sink's thread.
 */
final class OutputCheck
{
    private static final int UNKNOWN = ArrivalCheck.ANY - 1;
    private static final int NOT_OWED = UNKNOWN - 1;

    private final ArrivalCheck arrivals = new ArrivalCheck();
    private final StallMeter stall = new StallMeter();
    private final RelayOutput output;
    /** By stream: the channel that it has to come by; {@link #NOT_OWED} if it does not. */
    private int[] channels = {};

    OutputCheck(final RelayOutput output)
    {
        this.output = output;
    }

    ArrivalCheck arrivals()
    {
        return arrivals;
    }

    StallMeter stall()
    {
        return stall;
    }

    /**
     * A datagram is about to be sent.
     *
     * @param stream      number of its destination.
     * @param destination of it.
     * @param hash        of its payload.
     * @param length      of its payload.
     * @param dueNs       when it is due.
     * @param nowNs       the same clock, now.
     * @return whether this output owes it.
     */
    boolean onSent(
        final int stream, final InetSocketAddress destination, final long hash, final int length, final long dueNs,
        final long nowNs)
    {
        final int channel = channel(stream, destination);
        if (NOT_OWED == channel)
        {
            return false;
        }
        arrivals.onSent(stream, channel, hash, length, dueNs, nowNs);
        stall.onDue(dueNs);
        return true;
    }

    /**
     * A datagram has arrived.
     *
     * @param channel of the output that it came by.
     * @param hash    of its payload.
     * @param length  of its payload.
     * @param nowNs   when it came.
     * @return when it was due; {@link ArrivalCheck#NOT_DUE} if it is not one that was waited for.
     */
    long onArrival(final int channel, final long hash, final int length, final long nowNs)
    {
        final long dueNs = arrivals.onArrival(channel, hash, length);
        if (ArrivalCheck.NOT_DUE != dueNs)
        {
            stall.onArrival(nowNs, dueNs);
        }
        return dueNs;
    }

    /**
     * Ends the run.
     *
     * @param nowNs the same clock, now.
     */
    void conclude(final long nowNs)
    {
        arrivals.conclude();
        stall.conclude(nowNs);
    }

    private int channel(final int stream, final InetSocketAddress destination)
    {
        if (stream >= channels.length)
        {
            final int known = channels.length;
            channels = Arrays.copyOf(channels, stream + 1);
            Arrays.fill(channels, known, channels.length, UNKNOWN);
        }
        if (UNKNOWN == channels[stream])
        {
            channels[stream] = output.owes().test(destination) ? output.channelOf(destination) : NOT_OWED;
        }
        return channels[stream];
    }
}
