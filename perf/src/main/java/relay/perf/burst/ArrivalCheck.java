package relay.perf.burst;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import relay.perf.burst.SentWindow.State;

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
 * What has not come when 65,536 later ones have is <em>lost</em>, or at the end; where most of them are missing, so that
 * all is late, it may take two seconds. Equal payloads make it ambiguous which one came; how many were lost is exact all
 * the same. Owned by the sink's thread; allocates when a window grows and for new streams.
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
    /** How many equal payloads are looked at for the one that is next. */
    private static final int EQUALS_MAX = 64;
    private static final long CHANNEL_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final SentWindow window;
    /** By stream: the first after the last one that came; NONE if there is none. */
    private long[] expected = new long[0];
    /** By stream: the last that was sent. */
    private long[] last = new long[0];
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
        final long number = window.add(stream, channel, mixed(hash, channel), length, dueNs);
        if (stream >= last.length)
        {
            addStreams(stream + 1);
        }
        if (last[stream] >= window.first())
        {
            window.nextOfStream(last[stream], number);
        }
        last[stream] = number;
        if (SentWindow.NONE == expected[stream])
        {
            expected[stream] = number;
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
        final long number = find(State.WAITING, channel, hash, length);
        if (SentWindow.NONE != number)
        {
            return onArrived(number);
        }
        final long mistaken = find(State.CORRUPT, channel, hash, length);
        if (SentWindow.NONE != mistaken)
        {
            final long dueNs = onArrived(mistaken);
            corrupt--;
            onUnknown(channel, length);
            return dueNs;
        }
        if (SentWindow.NONE != find(State.ARRIVED, channel, hash, length))
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
     * Nothing comes any more: what is missing is lost.
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
        return window.end() - arrived - corrupt - lost;
    }

    private void makeRoom(final long nowNs)
    {
        while (window.isFull())
        {
            final boolean mayCome = State.WAITING == window.state(window.first()) &&
                nowNs - window.dueNs(window.first()) < LOST_AFTER_NS;
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
        final long number = window.first();
        lost += State.WAITING == window.state(number) ? 1 : 0;
        final int stream = window.stream(number);
        if (expected[stream] == number)
        {
            expected[stream] = window.nextOfStream(number);
        }
        window.removeFirst();
    }

    private void addStreams(final int count)
    {
        final int before = last.length;
        last = Arrays.copyOf(last, count);
        expected = Arrays.copyOf(expected, count);
        Arrays.fill(last, before, count, SentWindow.NONE);
        Arrays.fill(expected, before, count, SentWindow.NONE);
    }

    private long find(final State state, final int channel, final long hash, final int length)
    {
        final long number = findNext(state, mixed(hash, channel), length);
        return SentWindow.NONE == number && hasAny ? findNext(state, mixed(hash, ANY), length) : number;
    }

    /** The one that is next in its stream, or the first of those that are alike. */
    private long findNext(final State state, final long hash, final int length)
    {
        final long oldest = window.find(state, hash, length, SentWindow.NONE);
        long number = oldest;
        for (int i = 0; i < EQUALS_MAX && SentWindow.NONE != number; i++)
        {
            if (expected[window.stream(number)] == number)
            {
                return number;
            }
            number = window.find(state, hash, length, number);
        }
        return oldest;
    }

    private long onArrived(final long number)
    {
        window.state(number, State.ARRIVED);
        arrived++;
        final int stream = window.stream(number);
        if (SentWindow.NONE == expected[stream] || number < expected[stream])
        {
            reordered++;
        }
        else
        {
            expected[stream] = window.nextOfStream(number);
        }
        position = Math.max(position, number + 1);
        return window.dueNs(number);
    }

    private void onUnknown(final int channel, final int length)
    {
        final long number = findMissing(channel, length);
        if (SentWindow.NONE == number)
        {
            foreign++;
        }
        else
        {
            window.state(number, State.CORRUPT);
            corrupt++;
        }
    }

    /** Those that others have overtaken first, or it would go on from one that is underway to the next. */
    private long findMissing(final int channel, final int length)
    {
        final long middle = Math.max(position, window.first());
        final long begin = Math.max(window.first(), middle - CORRUPT_DISTANCE);
        for (long number = middle - 1; number >= begin; number--)
        {
            if (isMissing(number, channel, length))
            {
                return number;
            }
        }
        final long end = Math.min(window.end(), middle + CORRUPT_DISTANCE);
        for (long number = middle; number < end; number++)
        {
            if (isMissing(number, channel, length))
            {
                return number;
            }
        }
        return SentWindow.NONE;
    }

    private boolean isMissing(final long number, final int channel, final int length)
    {
        return State.WAITING == window.state(number) && window.length(number) == length &&
            (ANY == window.channel(number) || window.channel(number) == channel);
    }

    private static long mixed(final long hash, final int channel)
    {
        return hash ^ (channel + 1) * CHANNEL_FACTOR;
    }
}
