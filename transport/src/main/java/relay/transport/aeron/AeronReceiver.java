package relay.transport.aeron;

import io.aeron.Subscription;

/**
 * Polls one Aeron subscription. Used by one ingress thread.
 */
public final class AeronReceiver implements AutoCloseable
{
    private final Subscription subscription;
    private final Reassembler reassembler = new Reassembler();

    AeronReceiver(final Subscription subscription)
    {
        this.subscription = subscription;
    }

    /**
     * Reads what is there.
     *
     * @param handler called for each message.
     * @param limit   of datagrams, and of fragments: the message that reaches it is the last.
     * @return fragments or datagrams that were read, whichever are more; 0 if there was nothing.
     */
    public int poll(final MessageHandler handler, final int limit)
    {
        final int fragments = subscription.controlledPoll(reassembler.to(handler, limit), limit);
        return Math.max(fragments, reassembler.datagrams());
    }

    /**
     * @return fragments that could not be what an honest sender sends, and were dropped.
     */
    public long malformed()
    {
        return reassembler.malformed();
    }

    /**
     * May be called from any thread.
     *
     * @return whether a sender is connected.
     */
    public boolean isConnected()
    {
        return subscription.isConnected();
    }

    /**
     * @return what was opened, for people.
     */
    public String description()
    {
        return subscription.channel() + " stream " + subscription.streamId();
    }

    @Override
    public void close()
    {
        subscription.close();
    }
}
