package relay.pipeline;

import java.util.Arrays;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * What became of the copies that one worker owes a destination. Written by its egress thread, read by any.
 *
 * <pre>admitted copies = sent + sum of drops + in flight</pre>
 */
public final class DestinationLedger
{
    static final int COUNTER_COUNT = 5 + (int)Arrays.stream(DropReason.values())
        .filter(reason -> !reason.isIngress()).count();

    private static final int TYPE_ID = 7_002;

    private final AtomicCounter sent;
    private final AtomicCounter sentBytes;
    private final AtomicCounter backPressured;
    private final AtomicCounter disconnects;
    private final AtomicCounter reconnects;
    private final AtomicCounter[] drops = new AtomicCounter[DropReason.values().length];

    /**
     * @param label    that begins the names of its counters: no other ledger's.
     * @param counters where they are made.
     */
    DestinationLedger(final String label, final CountersManager counters)
    {
        final String prefix = label + " ";
        sent = counters.newCounter(prefix + "sent", TYPE_ID);
        sentBytes = counters.newCounter(prefix + "sent_bytes", TYPE_ID);
        backPressured = counters.newCounter(prefix + "back_pressured", TYPE_ID);
        disconnects = counters.newCounter(prefix + "disconnects", TYPE_ID);
        reconnects = counters.newCounter(prefix + "reconnects", TYPE_ID);
        for (final DropReason reason : DropReason.values())
        {
            if (!reason.isIngress())
            {
                drops[reason.ordinal()] = counters.newCounter(prefix + "dropped_" + reason.label(), TYPE_ID);
            }
        }
    }

    void onSent(final int datagrams, final long bytes)
    {
        sent.getAndAddRelease(datagrams);
        sentBytes.getAndAddRelease(bytes);
    }

    void onBackPressured()
    {
        backPressured.incrementRelease();
    }

    void onDisconnected()
    {
        disconnects.incrementRelease();
    }

    void onReconnected()
    {
        reconnects.incrementRelease();
    }

    void onDropped(final DropReason reason, final int datagrams)
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
     * @param reason any.
     * @return how many copies were dropped for it.
     */
    public long dropped(final DropReason reason)
    {
        return reason.isIngress() ? 0 : drops[reason.ordinal()].get();
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
