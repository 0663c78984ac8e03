package relay.pipeline;

import org.agrona.collections.Long2ObjectHashMap;

/**
 * Which sequence each flow of each origin has reached, over every path it may take to us: finds gaps, and refuses what
 * was seen before. Belongs to the ingress thread.
 */
final class OriginTracker
{
    /** Seen before, older than what was seen, or from an earlier run of its origin. */
    static final long REPLAY = -1;
    /** A new flow, when there are {@link #FLOWS_MAX} already. */
    static final long TOO_MANY_FLOWS = -2;
    /** How many flows of other relays are kept track of, so that forged ones can't fill the memory. */
    static final int FLOWS_MAX = 4_096;

    private final Long2ObjectHashMap<Progress> progressByFlow = new Long2ObjectHashMap<>(2 * FLOWS_MAX, 0.55f);
    private int repeated;

    /**
     * @param origin      id of a relay.
     * @param flow        id of a flow there.
     * @param bootEpochMs when that relay started.
     * @param sequence    of a datagram in that flow.
     * @param count       of datagrams with consecutive sequences, from that one on, 1 or more.
     * @return how many sequences were left out since the last one, 0 for none or for the first of all; or {@link
     * #REPLAY}, when all were seen before, or {@link #TOO_MANY_FLOWS}.
     */
    long onSequence(final int origin, final int flow, final long bootEpochMs, final long sequence, final int count)
    {
        repeated = 0;
        final long key = (long)origin << 32 | flow & 0xFFFF_FFFFL;
        final Progress progress = progressByFlow.get(key);
        if (null == progress)
        {
            return onFirst(key, bootEpochMs, sequence + count);
        }
        if (bootEpochMs > progress.bootEpochMs)
        {
            progress.bootEpochMs = bootEpochMs;
            progress.nextSequence = sequence + count;
            return 0;
        }
        final long missing = sequence - progress.nextSequence;
        if (bootEpochMs < progress.bootEpochMs || missing <= -count)
        {
            return REPLAY;
        }
        repeated = (int)Math.max(0, -missing);
        progress.nextSequence = sequence + count;
        return Math.max(0, missing);
    }

    /**
     * @return how many datagrams, at the front of those of the last call, were seen before: on another path they may have
     * been put together in another way.
     */
    int repeated()
    {
        return repeated;
    }

    private long onFirst(final long key, final long bootEpochMs, final long nextSequence)
    {
        if (progressByFlow.size() == FLOWS_MAX)
        {
            return TOO_MANY_FLOWS;
        }
        final Progress progress = new Progress();
        progress.bootEpochMs = bootEpochMs;
        progress.nextSequence = nextSequence;
        progressByFlow.put(key, progress);
        return 0;
    }

    private static final class Progress
    {
        private long bootEpochMs;
        private long nextSequence;
    }
}
