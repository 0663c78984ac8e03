package relay.tools.paced;

import java.net.InetSocketAddress;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * Datagrams to send, one after the other, each with the time at which it is due: a flyweight over the one that
 * {@link #next} went to. A capture, or a profile that makes them up. Used by one thread; allocates nothing once it
 * runs, but for what a destination takes the first time.
 */
public interface DatagramSource extends AutoCloseable
{
    /**
     * Goes to the next datagram.
     *
     * @return whether there is one; once false, always false.
     */
    boolean next();

    /**
     * @return whether {@link #next} answers at once; false where what is read ahead by another thread is not there yet.
     */
    default boolean isReady()
    {
        return true;
    }

    /**
     * Called by the sender when it starts, before the first {@link #buffer}: for sources that write the time into
     * payloads.
     *
     * @param clock   of the sender.
     * @param startNs time of this clock at which what is due at 0 is due.
     */
    default void onStart(final NanoClock clock, final long startNs)
    {
        // most payloads carry no time
    }

    /**
     * Called by a sender that sends one by one when the datagram that this source is at was not sent.
     */
    default void onNotSent()
    {
        // most payloads carry no number
    }

    /**
     * @return what holds the payload, until {@link #next} is called again.
     */
    DirectBuffer buffer();

    /**
     * @return where the payload begins in {@link #buffer}.
     */
    int offset();

    /**
     * @return bytes of payload.
     */
    int length();

    /**
     * @return where it is to be sent; the same object for the same destination.
     */
    InetSocketAddress destination();

    /**
     * @return when it is due, in nanoseconds after the start; never less than that of the one before.
     */
    long dueNs();

    @Override
    void close();
}
