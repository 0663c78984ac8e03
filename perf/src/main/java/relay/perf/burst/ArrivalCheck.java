package relay.perf.burst;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import relay.perf.burst.SentDatagram.State;

/**
 * Compares what one output of a relay sends with what it owes. Each datagram that arrives is, by its hash and length,
 *
 * <ul>
 * <li>one that was sent and has not come: the next of its stream if there is one like it, otherwise the oldest. It is
 * <em>reordered</em> if a later one of its stream came before it (RFC 4737, 3.3);
 * <li>a <em>duplicate</em> of one that has come;
 * <li><em>corrupt</em>, if something of its length is missing about there; taken back if that comes after all;
 * <li><em>foreign</em> otherwise.
 * </ul>
 *
 * What has not come when 65,536 later ones have is <em>lost</em>, or at the end; where most of them are missing, so
 * that all is late, it may take two seconds. Equal payloads make it ambiguous which one came; how many were lost is
 * exact all the same. Owned by the sink's thread; allocates when a window grows and for new streams.
 */
final class ArrivalCheck
{
    /** Nothing that was waited for. */
    static final long NOT_DUE = Long.MIN_VALUE;

    /** No channel in particular. */
    static final int ANY = -1;

    private static final long LOST_AFTER_NS = TimeUnit.SECONDS.toNanos(2);
    /** More than a relay and the sockets around it hold. */
    private static final int CAPACITY_DEFAULT = 1 << 16;
    private static final int CAPACITY_MAX = 1 << 21;
    /** How far from where it should be a corrupt one is looked for. */
    private static final int CORRUPT_DISTANCE = 64;
    /** The most equal payloads that a search for the next one compares. */
    private static final int EQUALS_MAX = 64;
    private static final long CHANNEL_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final SentWindow window;
    /** By stream: the first after the last one that came; null if there is none. */
    private SentDatagram[] expected = {};
    /** By stream: the last that was sent; null if it is forgotten. */
    private SentDatagram[] last = {};
    private boolean hasAny;
    /** After the last one that came, of all streams. */
    private long position;

    private long arrived;
    private long lost;
    private long duplicates;
    private long reordered;
    private long corrupt;
    private long foreign;

    ArrivalCheck()
    {
        this(CAPACITY_DEFAULT);
    }

    /**
     * @param capacity how many datagrams it remembers, a power of two; more while more than half of them are underway.
     */
    ArrivalCheck(final int capacity)
    {
        window = new SentWindow(capacity);
    }

    /**
     * A datagram is about to be sent.
     *
     * @param stream  that it belongs to: those of one stream have to come in order.
     * @param channel of the output that it has to come by; {@link #ANY} for whichever.
     * @param hash    of its payload.
     * @param length  of its payload.
     * @param dueNs   when it is due.
     * @param nowNs   the same clock, now.
     */
    void onSent(
        final int stream, final int channel, final long hash, final int length, final long dueNs, final long nowNs)
    {
        makeRoom(nowNs);
        hasAny |= ANY == channel;
        final SentDatagram sent = window.add(stream, channel, mixed(hash, channel), length, dueNs);
        if (stream >= last.length)
        {
            last = Arrays.copyOf(last, stream + 1);
            expected = Arrays.copyOf(expected, stream + 1);
        }
        if (null != last[stream])
        {
            last[stream].nextOfStream = sent;
        }
        last[stream] = sent;
        if (null == expected[stream])
        {
            expected[stream] = sent;
        }
    }

    /**
     * A datagram has arrived.
     *
     * @param channel of the output that it came by.
     * @param hash    of its payload.
     * @param length  of its payload.
     * @return when it was due; {@link #NOT_DUE} if it is not one that was waited for.
     */
    long onArrival(final int channel, final long hash, final int length)
    {
        final SentDatagram waiting = find(State.WAITING, channel, hash, length);
        if (null != waiting)
        {
            return onArrived(waiting);
        }
        final SentDatagram mistaken = find(State.CORRUPT, channel, hash, length);
        if (null != mistaken)
        {
            final long dueNs = onArrived(mistaken);
            corrupt--;
            onUnknown(channel, length);
            return dueNs;
        }
        if (null != find(State.ARRIVED, channel, hash, length))
        {
            duplicates++;
        }
        else
        {
            onUnknown(channel, length);
        }
        return NOT_DUE;
    }

    /**
     * Ends the run: missing datagrams are lost.
     */
    void conclude()
    {
        while (window.first() < window.end())
        {
            removeFirst();
        }
    }

    /**
     * @return whether something has come for each that is owed, or it is lost.
     */
    boolean isComplete()
    {
        return 0 == missing();
    }

    /**
     * @return how many were owed so far.
     */
    long owed()
    {
        return window.end();
    }

    /**
     * @return of those how many came, unchanged, each counted once.
     */
    long arrived()
    {
        return arrived;
    }

    /**
     * @return of those that are owed: for how many something has come, or that are lost.
     */
    long settled()
    {
        return arrived + corrupt + lost;
    }

    long lost()
    {
        return lost;
    }

    long duplicates()
    {
        return duplicates;
    }

    long reordered()
    {
        return reordered;
    }

    long corrupt()
    {
        return corrupt;
    }

    long foreign()
    {
        return foreign;
    }

    /**
     * @return datagrams that it remembers at most.
     */
    int capacity()
    {
        return window.capacity();
    }

    private long missing()
    {
        return window.end() - settled();
    }

    private void makeRoom(final long nowNs)
    {
        while (window.isFull())
        {
            final SentDatagram first = window.get(window.first());
            final boolean mayCome = first.isWaiting() && nowNs - first.dueNs < LOST_AFTER_NS;
            // a few that are missing are lost; most of them are late
            final boolean isStalled = 2 * missing() > window.capacity();
            if (mayCome && isStalled && window.capacity() < CAPACITY_MAX)
            {
                window.grow();
            }
            else
            {
                removeFirst();
            }
        }
    }

    private void removeFirst()
    {
        final SentDatagram sent = window.removeFirst();
        lost += sent.isWaiting() ? 1 : 0;
        if (expected[sent.stream] == sent)
        {
            expected[sent.stream] = sent.nextOfStream;
        }
        if (last[sent.stream] == sent)
        {
            last[sent.stream] = null;
        }
    }

    private SentDatagram find(final State state, final int channel, final long hash, final int length)
    {
        final SentDatagram sent = findNext(state, mixed(hash, channel), length);
        return null == sent && hasAny ? findNext(state, mixed(hash, ANY), length) : sent;
    }

    /** The one that is next in its stream, or the first of those that are alike. */
    private SentDatagram findNext(final State state, final long hash, final int length)
    {
        final SentDatagram oldest = window.find(state, hash, length, null);
        SentDatagram sent = oldest;
        for (int i = 0; i < EQUALS_MAX && null != sent; i++)
        {
            if (expected[sent.stream] == sent)
            {
                return sent;
            }
            sent = window.find(state, hash, length, sent);
        }
        return oldest;
    }

    private long onArrived(final SentDatagram sent)
    {
        window.change(sent, State.ARRIVED);
        arrived++;
        final SentDatagram next = expected[sent.stream];
        if (null == next || sent.number < next.number)
        {
            reordered++;
        }
        else
        {
            expected[sent.stream] = sent.nextOfStream;
        }
        position = Math.max(position, sent.number + 1);
        return sent.dueNs;
    }

    private void onUnknown(final int channel, final int length)
    {
        final SentDatagram missing = findMissing(channel, length);
        if (null == missing)
        {
            foreign++;
        }
        else
        {
            window.change(missing, State.CORRUPT);
            corrupt++;
        }
    }

    /** Those that others have overtaken first, or it would go on from one that is underway to the next. */
    private SentDatagram findMissing(final int channel, final int length)
    {
        final long middle = Math.max(position, window.first());
        final long begin = Math.max(window.first(), middle - CORRUPT_DISTANCE);
        for (long number = middle - 1; number >= begin; number--)
        {
            if (isMissing(window.get(number), channel, length))
            {
                return window.get(number);
            }
        }
        final long end = Math.min(window.end(), middle + CORRUPT_DISTANCE);
        for (long number = middle; number < end; number++)
        {
            if (isMissing(window.get(number), channel, length))
            {
                return window.get(number);
            }
        }
        return null;
    }

    private static boolean isMissing(final SentDatagram sent, final int channel, final int length)
    {
        return sent.isWaiting() && sent.length == length && (ANY == sent.channel || sent.channel == channel);
    }

    private static long mixed(final long hash, final int channel)
    {
        return hash ^ (channel + 1) * CHANNEL_FACTOR;
    }
}
