package relay.perf.burst;

import java.util.Arrays;
import relay.perf.burst.SentDatagram.State;

/**
 * The last datagrams that were sent to one output, in their order and by hash. Owned by one thread. Allocates nothing
 * once made, unless it {@link #grow}s.
 */
final class SentWindow
{
    private SentDatagram[] slots = {};
    private SentDatagram[][] heads;
    private SentDatagram[][] tails;
    private int mask;
    private long first;
    private long end;

    /**
     * @param capacity to begin with, a power of two.
     */
    SentWindow(final int capacity)
    {
        allocate(capacity);
    }

    /**
     * @return number of the first.
     */
    long first()
    {
        return first;
    }

    /**
     * @return number of the next that will be added.
     */
    long end()
    {
        return end;
    }

    boolean isFull()
    {
        return end - first > mask;
    }

    int capacity()
    {
        return mask + 1;
    }

    /**
     * @param number of a datagram, {@link #first} or more and less than {@link #end}.
     * @return it.
     */
    SentDatagram get(final long number)
    {
        return slots[(int)number & mask];
    }

    /**
     * Adds a datagram that waits; the window must not be full.
     *
     * @return it.
     */
    SentDatagram add(final int stream, final int channel, final long hash, final int length, final long dueNs)
    {
        final SentDatagram sent = get(end);
        sent.number = end++;
        sent.stream = stream;
        sent.channel = channel;
        sent.hash = hash;
        sent.length = length;
        sent.dueNs = dueNs;
        sent.state = State.WAITING;
        sent.nextOfStream = null;
        link(sent);
        return sent;
    }

    /**
     * Forgets the first.
     *
     * @return it, until the next is added.
     */
    SentDatagram removeFirst()
    {
        final SentDatagram sent = get(first++);
        unlink(sent);
        return sent;
    }

    /**
     * Makes room for as many again.
     */
    void grow()
    {
        final SentDatagram[] old = slots;
        allocate(2 * old.length);
        for (long number = first; number < end; number++)
        {
            final SentDatagram sent = old[(int)number & old.length - 1];
            slots[(int)number & mask] = sent;
            link(sent);
        }
    }

    /**
     * @param state  that it must be in.
     * @param hash   that it must have.
     * @param length that it must have.
     * @param after  one that was returned before, or null to begin.
     * @return the next such datagram, or null: those in a state come in the order in which they got into it.
     */
    SentDatagram find(final State state, final long hash, final int length, final SentDatagram after)
    {
        SentDatagram sent = null == after ? heads[state.ordinal()][bucket(hash)] : after.after;
        while (null != sent && (sent.hash != hash || sent.length != length))
        {
            sent = sent.after;
        }
        return sent;
    }

    void change(final SentDatagram sent, final State state)
    {
        unlink(sent);
        sent.state = state;
        link(sent);
    }

    private void allocate(final int capacity)
    {
        mask = capacity - 1;
        slots = new SentDatagram[capacity];
        Arrays.setAll(slots, ignore -> new SentDatagram());
        heads = new SentDatagram[State.COUNT][capacity];
        tails = new SentDatagram[State.COUNT][capacity];
    }

    /** At the end of its list. */
    private void link(final SentDatagram sent)
    {
        final int bucket = bucket(sent.hash);
        final SentDatagram[] tail = tails[sent.state.ordinal()];
        sent.before = tail[bucket];
        sent.after = null;
        tail[bucket] = sent;
        if (null == sent.before)
        {
            heads[sent.state.ordinal()][bucket] = sent;
        }
        else
        {
            sent.before.after = sent;
        }
    }

    private void unlink(final SentDatagram sent)
    {
        if (null == sent.before)
        {
            heads[sent.state.ordinal()][bucket(sent.hash)] = sent.after;
        }
        else
        {
            sent.before.after = sent.after;
        }
        if (null == sent.after)
        {
            tails[sent.state.ordinal()][bucket(sent.hash)] = sent.before;
        }
        else
        {
            sent.after.before = sent.before;
        }
    }

    private int bucket(final long hash)
    {
        return (int)(hash ^ hash >>> Integer.SIZE) & mask;
    }
}
