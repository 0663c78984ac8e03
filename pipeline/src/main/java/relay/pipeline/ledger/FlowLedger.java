package relay.pipeline.ledger;

import java.util.Arrays;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * What became of one flow's datagrams up to their slots. Written by the ingress thread, read by any.
 *
 * <pre>received = admitted + sum of drops</pre>
 */
public final class FlowLedger
{
    public static final int COUNTER_COUNT = 4 + (int)Arrays.stream(DropReason.values())
        .filter(DropReason::isIngress).count();

    private static final int TYPE_ID = 7_001;

    private final AtomicCounter received;
    private final AtomicCounter receivedBytes;
    private final AtomicCounter admitted;
    private final AtomicCounter gaps;
    private final AtomicCounter[] drops = new AtomicCounter[DropReason.values().length];

    public FlowLedger(final String flow, final CountersManager counters)
    {
        final String prefix = "flow " + flow + " ";
        received = counters.newCounter(prefix + "received", TYPE_ID);
        receivedBytes = counters.newCounter(prefix + "received_bytes", TYPE_ID);
        admitted = counters.newCounter(prefix + "admitted", TYPE_ID);
        gaps = counters.newCounter(prefix + "gaps", TYPE_ID);
        for (final DropReason reason : DropReason.values())
        {
            if (reason.isIngress())
            {
                drops[reason.ordinal()] = counters.newCounter(prefix + "dropped_" + reason.label(), TYPE_ID);
            }
        }
    }

    public void onReceived(final int datagrams, final int bytes)
    {
        received.getAndAddRelease(datagrams);
        receivedBytes.getAndAddRelease(bytes);
    }

    public void onAdmitted(final int datagrams)
    {
        admitted.getAndAddRelease(datagrams);
    }

    public void onDropped(final DropReason reason, final int datagrams)
    {
        drops[reason.ordinal()].getAndAddRelease(datagrams);
    }

    public void onGap(final long missing)
    {
        gaps.getAndAddRelease(missing);
    }

    public long received()
    {
        return received.get();
    }

    public long receivedBytes()
    {
        return receivedBytes.get();
    }

    public long admitted()
    {
        return admitted.get();
    }

    /**
     * @return datagrams that the relay before us numbered and that did not arrive here: what it dropped, and what was
     * lost with it. Always 0 for a flow that arrives by UDP.
     */
    public long gaps()
    {
        return gaps.get();
    }

    /**
     * @param reason any.
     * @return how many were dropped for it.
     */
    public long dropped(final DropReason reason)
    {
        return reason.isIngress() ? drops[reason.ordinal()].get() : 0;
    }
}
