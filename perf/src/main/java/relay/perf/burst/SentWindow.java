package relay.perf.burst;

import java.util.Arrays;

/**
 * The last datagrams that were sent to one output, and what is known of each. Numbers count from 0 and never wrap.
 * Owned by one thread. Allocates nothing once made, unless it {@link #grow}s.
 */
final class SentWindow
{
    /** What became of a datagram so far. */
    enum State
    {
        /** It has not come. */
        WAITING,
        /** It has come. */
        ARRIVED,
        /** Something of its length has come in its place. */
        CORRUPT,
    }

    static final long NONE = -1;

    private static final State[] STATES = State.values();

    private long[] hashes;
    private long[] dues;
    private long[] nextsOfStream;
    private int[] lengths;
    private int[] streams;
    private int[] channels;
    private byte[] states;
    private SlotIndex[] indices;
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
     * Adds a datagram that waits; the window must not be full.
     *
     * @return its number.
     */
    long add(final int stream, final int channel, final long hash, final int length, final long dueNs)
    {
        final long number = end++;
        put(number, stream, channel, hash, length, dueNs, NONE, State.WAITING);
        return number;
    }

    /**
     * Forgets the first.
     */
    void removeFirst()
    {
        final int slot = slot(first);
        indices[states[slot]].remove(slot, hashes[slot]);
        first++;
    }

    /**
     * Makes room for as many again.
     */
    void grow()
    {
        final SentWindow old = new SentWindow(this);
        allocate(2 * capacity());
        for (long number = first; number < end; number++)
        {
            final int slot = old.slot(number);
            put(number, old.streams[slot], old.channels[slot], old.hashes[slot], old.lengths[slot], old.dues[slot],
                old.nextsOfStream[slot], STATES[old.states[slot]]);
        }
    }

    /**
     * @param state that it must be in.
     * @param hash  that it must have.
     * @param length that it must have.
     * @param after a number that was returned before, or {@link #NONE} to begin.
     * @return the next such datagram: those in a state come in the order in which they got into it.
     */
    long find(final State state, final long hash, final int length, final long after)
    {
        final SlotIndex index = indices[state.ordinal()];
        int slot = NONE == after ? index.first(hash) : index.after(slot(after));
        while (SlotIndex.NONE != slot && (hashes[slot] != hash || lengths[slot] != length))
        {
            slot = index.after(slot);
        }
        return SlotIndex.NONE == slot ? NONE : first + (slot - first & mask);
    }

    State state(final long number)
    {
        return STATES[states[slot(number)]];
    }

    void state(final long number, final State state)
    {
        final int slot = slot(number);
        indices[states[slot]].remove(slot, hashes[slot]);
        states[slot] = (byte)state.ordinal();
        indices[states[slot]].add(slot, hashes[slot]);
    }

    int stream(final long number)
    {
        return streams[slot(number)];
    }

    int channel(final long number)
    {
        return channels[slot(number)];
    }

    int length(final long number)
    {
        return lengths[slot(number)];
    }

    long dueNs(final long number)
    {
        return dues[slot(number)];
    }

    /**
     * @return the next of its stream; {@link #NONE} if there is none yet.
     */
    long nextOfStream(final long number)
    {
        return nextsOfStream[slot(number)];
    }

    void nextOfStream(final long number, final long next)
    {
        nextsOfStream[slot(number)] = next;
    }

    /** What a window that grows had. */
    private SentWindow(final SentWindow other)
    {
        hashes = other.hashes;
        dues = other.dues;
        nextsOfStream = other.nextsOfStream;
        lengths = other.lengths;
        streams = other.streams;
        channels = other.channels;
        states = other.states;
        mask = other.mask;
    }

    private void allocate(final int capacity)
    {
        mask = capacity - 1;
        hashes = new long[capacity];
        dues = new long[capacity];
        nextsOfStream = new long[capacity];
        lengths = new int[capacity];
        streams = new int[capacity];
        channels = new int[capacity];
        states = new byte[capacity];
        final int[] before = new int[capacity];
        final int[] after = new int[capacity];
        indices = new SlotIndex[STATES.length];
        Arrays.setAll(indices, ignore -> new SlotIndex(before, after));
    }

    private void put(
        final long number, final int stream, final int channel, final long hash, final int length, final long dueNs,
        final long nextOfStream, final State state)
    {
        final int slot = slot(number);
        hashes[slot] = hash;
        dues[slot] = dueNs;
        nextsOfStream[slot] = nextOfStream;
        lengths[slot] = length;
        streams[slot] = stream;
        channels[slot] = channel;
        states[slot] = (byte)state.ordinal();
        indices[states[slot]].add(slot, hash);
    }

    private int slot(final long number)
    {
        return (int)number & mask;
    }
}
