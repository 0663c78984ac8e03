package relay.pipeline.ingress;

import java.util.HashMap;
import java.util.Map;

/**
 * Which sequence each class of each flow of each origin has reached, over every path it may take to us: finds gaps, and
 * refuses what was seen before. An origin numbers the classes of a flow apart, because they come on streams that are in
 * no order with each other. Belongs to the ingress thread.
 */
public final class OriginTracker
{
    /** Seen before, older than what was seen, or from an earlier run of its origin. */
    static final long REPLAY = -1;
    /** A new flow, when there are {@link #FLOWS_MAX} already. */
    static final long TOO_MANY_FLOWS = -2;
    /** How many flows of other relays, times their classes, are kept track of: forged ones can't fill the memory. */
    static final int FLOWS_MAX = 4_096;

    private final Map<Key, Progress> progressByKey = HashMap.newHashMap(FLOWS_MAX);
    private final Key wanted = new Key();
    private int repeated;

    /**
     * @param origin       id of a relay.
     * @param flow         id of a flow there.
     * @param trafficClass id of a class there.
     * @param bootEpochMs  when that relay started.
     * @param sequence     of a datagram in that flow and class.
     * @param count        of datagrams with consecutive sequences, from that one on, 1 or more.
     * @return how many sequences were left out since the last one, 0 for none or for the first of all; or {@link
     * #REPLAY}, when all were seen before, or {@link #TOO_MANY_FLOWS}.
     */
    long onSequence(
        final int origin,
        final int flow,
        final int trafficClass,
        final long bootEpochMs,
        final long sequence,
        final int count)
    {
        repeated = 0;
        final Progress progress = progressByKey.get(wanted.set(origin, flow, trafficClass));
        if (null == progress)
        {
            return onFirst(bootEpochMs, sequence + count);
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
     * @return how many datagrams, at the front of those of the last call, were seen before: on another path they may
     * have been put together in another way.
     */
    int repeated()
    {
        return repeated;
    }

    private long onFirst(final long bootEpochMs, final long nextSequence)
    {
        if (progressByKey.size() == FLOWS_MAX)
        {
            return TOO_MANY_FLOWS;
        }
        final Progress progress = new Progress();
        progress.bootEpochMs = bootEpochMs;
        progress.nextSequence = nextSequence;
        progressByKey.put(new Key().set(wanted.origin, wanted.flow, wanted.trafficClass), progress);
        return 0;
    }

    /** One is asked with again and again, so that a look-up allocates nothing; those in the map never change. */
    private static final class Key
    {
        private int origin;
        private int flow;
        private int trafficClass;

        Key set(final int newOrigin, final int newFlow, final int newTrafficClass)
        {
            origin = newOrigin;
            flow = newFlow;
            trafficClass = newTrafficClass;
            return this;
        }

        @Override
        public int hashCode()
        {
            return (origin * 31 + flow) * 31 + trafficClass;
        }

        @Override
        public boolean equals(final Object other)
        {
            return other instanceof final Key key &&
                origin == key.origin && flow == key.flow && trafficClass == key.trafficClass;
        }
    }

    private static final class Progress
    {
        private long bootEpochMs;
        private long nextSequence;
    }
}
