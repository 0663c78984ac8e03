package relay.pool.jmh;

import java.util.Queue;
import org.jctools.queues.SpscArrayQueue;

/**
 * One way to hand datagrams from one thread to another: the first gets buffers, the second gives them back.
 */
interface HandOff
{
    /** Datagrams that a lane publishes together. */
    int BATCH = 16;
    /** Of each buffer. */
    int LENGTH = 1_500;

    /**
     * Called from the first thread.
     *
     * @return false if there is no buffer or no room now.
     */
    boolean send();

    /**
     * Called from the second thread.
     *
     * @return false if nothing has come.
     */
    boolean receive();

    /**
     * @param name of the hand-off.
     * @return the hand-off.
     */
    static HandOff of(final String name)
    {
        return switch (name)
        {
            case Candidates.LANE_BATCHES -> new HandOffByLane(BATCH);
            case Candidates.LANE -> new HandOffByLane(1);
            default -> new ByQueue<>(Candidates.of(name, LENGTH, 0));
        };
    }

    /** Buffers of a candidate through a queue: one thread takes them, the other gives them back. */
    final class ByQueue<B> implements HandOff
    {
        private static final int CAPACITY = 1_024;
        private static final byte[] FIRST_BYTE = {1};

        private final Candidate<B> candidate;
        private final Queue<B> queue = new SpscArrayQueue<>(CAPACITY);
        /** First thread: a buffer that the queue had no room for. */
        private B waiting;
        /** Second thread. */
        private long received;

        private ByQueue(final Candidate<B> candidate)
        {
            this.candidate = candidate;
        }

        @Override
        public boolean send()
        {
            if (null == waiting)
            {
                waiting = candidate.take().apply(LENGTH);
                if (null == waiting)
                {
                    return false;
                }
                candidate.fill().accept(waiting, FIRST_BYTE);
            }
            final boolean isSent = queue.offer(waiting);
            waiting = isSent ? null : waiting;
            return isSent;
        }

        @Override
        public boolean receive()
        {
            final B buffer = queue.poll();
            if (null == buffer)
            {
                return false;
            }
            received += candidate.payload().of(buffer, 1).get();
            candidate.giveBack().accept(buffer);
            return true;
        }
    }
}
