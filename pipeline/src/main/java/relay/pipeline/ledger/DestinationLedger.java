package relay.pipeline.ledger;

import java.util.Arrays;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * What became of the copies that one worker owes a destination. Written by its egress thread, but for two counts of
 * what happens while that has stopped; read by any.
 *
 * <pre>admitted copies = sent + sum of drops + in flight</pre>
 */
public final class DestinationLedger
{
    public static final int COUNTER_COUNT = 7 + (int)Arrays.stream(DropReason.values())
        .filter(reason -> !reason.isIngress()).count();

    private static final int TYPE_ID = 7_002;

    private final AtomicCounter sent;
    private final AtomicCounter sentBytes;
    private final AtomicCounter backPressured;
    private final AtomicCounter disconnects;
    private final AtomicCounter reconnects;
    /** Written by the conductor. */
    private final AtomicCounter stalls;
    /** Written by the ingress thread. */
    private final AtomicCounter stalledBeforeTaken;
    private final AtomicCounter[] drops = new AtomicCounter[DropReason.values().length];

    /**
     * @param label    that begins the names of its counters: no other ledger's.
     * @param counters where they are made.
     */
    public DestinationLedger(final String label, final CountersManager counters)
    {
        final String prefix = label + " ";
        sent = counters.newCounter(prefix + "sent", TYPE_ID);
        sentBytes = counters.newCounter(prefix + "sent_bytes", TYPE_ID);
        backPressured = counters.newCounter(prefix + "back_pressured", TYPE_ID);
        disconnects = counters.newCounter(prefix + "disconnects", TYPE_ID);
        reconnects = counters.newCounter(prefix + "reconnects", TYPE_ID);
        stalls = counters.newCounter(prefix + "stalls", TYPE_ID);
        stalledBeforeTaken = counters.newCounter(prefix + "dropped_stalled_before_taken", TYPE_ID);
        for (final DropReason reason : DropReason.values())
        {
            if (!reason.isIngress())
            {
                drops[reason.ordinal()] = counters.newCounter(prefix + "dropped_" + reason.label(), TYPE_ID);
            }
        }
    }

    public void onSent(final int datagrams, final long bytes)
    {
        sent.getAndAddRelease(datagrams);
        sentBytes.getAndAddRelease(bytes);
    }

    public void onBackPressured()
    {
        backPressured.incrementRelease();
    }

    public void onDisconnected()
    {
        disconnects.incrementRelease();
    }

    public void onReconnected()
    {
        reconnects.incrementRelease();
    }

    /**
     * Called from the conductor.
     */
    public void onStalled()
    {
        stalls.incrementRelease();
    }

    /**
     * Called from the ingress thread.
     *
     * @param datagrams that the destination did not get, because its thread had stopped.
     */
    public void onStalledBeforeTaken(final int datagrams)
    {
        stalledBeforeTaken.getAndAddRelease(datagrams);
    }

    public void onDropped(final DropReason reason, final int datagrams)
    {
        drops[reason.ordinal()].getAndAddRelease(datagrams);
    }

    /**
     * @return copies that the kernel, or the Aeron log, took.
     */
    public long sent()
    {
        return sent.get();
    }

    /**
     * @return payload bytes of {@link #sent()}.
     */
    public long sentBytes()
    {
        return sentBytes.get();
    }

    /**
     * @return sends that were refused and tried again; not packets.
     */
    public long backPressured()
    {
        return backPressured.get();
    }

    /**
     * @return how often it was cut off because it was slow.
     */
    public long disconnects()
    {
        return disconnects.get();
    }

    /**
     * @return how often it was sent to again after that.
     */
    public long reconnects()
    {
        return reconnects.get();
    }

    /**
     * @return how often nobody waited for it any more, because its thread had stopped.
     */
    public long stalls()
    {
        return stalls.get();
    }

    /**
     * @param reason any.
     * @return how many copies were dropped for it.
     */
    public long dropped(final DropReason reason)
    {
        final long unseen = DropReason.STALLED == reason ? stalledBeforeTaken.get() : 0;
        return reason.isIngress() ? 0 : unseen + drops[reason.ordinal()].get();
    }

    /**
     * @return copies dropped, for any reason.
     */
    public long dropped()
    {
        long dropped = 0;
        for (final DropReason reason : DropReason.values())
        {
            dropped += dropped(reason);
        }
        return dropped;
    }
}
