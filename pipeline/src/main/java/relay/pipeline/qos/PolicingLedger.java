package relay.pipeline.qos;

import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * What one policer saw, by colour. It counts what was judged, not what was dropped for it: that is for the ledgers of
 * the destinations, one for each copy owed. Written by the qos thread, read by any.
 */
public final class PolicingLedger
{
    /** The colours, by number, as they are written in reports. */
    public static final List<String> COLOURS = List.of("green", "yellow", "red");
    /** How many counters each has. */
    public static final int COUNTER_COUNT = 2 * ThreeColourMarker.COLOURS;

    private static final int TYPE_ID = 7_003;

    private final AtomicCounter[] datagrams = new AtomicCounter[ThreeColourMarker.COLOURS];
    private final AtomicCounter[] bytes = new AtomicCounter[ThreeColourMarker.COLOURS];

    /**
     * @param label    that begins the names of its counters: no other ledger's.
     * @param counters where they are made.
     */
    public PolicingLedger(final String label, final CountersManager counters)
    {
        for (int i = 0; i < ThreeColourMarker.COLOURS; i++)
        {
            datagrams[i] = counters.newCounter(label + " policing_" + COLOURS.get(i), TYPE_ID);
            bytes[i] = counters.newCounter(label + " policing_" + COLOURS.get(i) + "_bytes", TYPE_ID);
        }
    }

    void onMarked(final int colour, final int datagrams, final int bytes)
    {
        this.datagrams[colour].getAndAddRelease(datagrams);
        this.bytes[colour].getAndAddRelease(bytes);
    }

    /**
     * @param colour index in {@link #COLOURS}.
     * @return datagrams that had it.
     */
    public long datagrams(final int colour)
    {
        return datagrams[colour].get();
    }

    /**
     * @param colour index in {@link #COLOURS}.
     * @return bytes of those, counted as the policer counts: the configured overhead is among them.
     */
    public long bytes(final int colour)
    {
        return bytes[colour].get();
    }
}
