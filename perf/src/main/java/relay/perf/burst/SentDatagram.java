package relay.perf.burst;

/**
 * A datagram that was sent to one output, and what is known of it. Belongs to its {@link SentWindow}, which uses it
 * again for a later one.
 */
final class SentDatagram
{
    /** What became of it so far. */
    enum State
    {
        /** It has not come. */
        WAITING,
        /** It has come. */
        ARRIVED,
        /** Something of its length has come in its place. */
        CORRUPT;

        static final int COUNT = values().length;
    }

    /** Counts from 0 and never wraps. */
    long number;
    int stream;
    int channel;
    long hash;
    int length;
    long dueNs;
    State state;
    /** The next of its stream; null if there is none yet. */
    SentDatagram nextOfStream;

    // neighbours in the list of its bucket and state
    SentDatagram before;
    SentDatagram after;

    boolean isWaiting()
    {
        return State.WAITING == state;
    }
}
