package relay.pipeline.watch;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import relay.pool.Lane;
import relay.pool.LaneReader;

/**
 * Who holds the ring: how old the oldest slot of a lane is that is not released by all, and which destination it waits
 * for. Belongs to the conductor, which looks while the lane moves.
 */
public final class LaneWatch
{
    /** From this age on it is worth a line in the log. */
    static final long AGE_TOLD_NS = TimeUnit.SECONDS.toNanos(1);
    public static final int COUNTER_COUNT = 2;

    private static final int TYPE_ID = 7_004;
    private static final int NONE = -1;

    private final Lane lane;
    private final String label;
    private final List<String> readers;
    private final List<String> destinations;
    private final Consumer<String> log;
    private final AtomicCounter oldestAgeNs;
    private final AtomicCounter gatedBy;
    private long ageMaxNs;
    private String gatedByAtMax = "";
    private long toldAgeMaxNs;
    private boolean isTold;

    /**
     * @param label        that begins the names of its counters: no other worker's.
     * @param lane         to watch.
     * @param readers      name of the destination of each reader.
     * @param destinations of the configuration, in its order.
     * @param counters     where its counters are made.
     * @param log          told when the lane is held for long, and when it no longer is.
     */
    public LaneWatch(
        final String label,
        final Lane lane,
        final List<String> readers,
        final List<String> destinations,
        final CountersManager counters,
        final Consumer<String> log)
    {
        this.label = label;
        this.lane = lane;
        this.readers = readers;
        this.destinations = destinations;
        this.log = log;
        oldestAgeNs = counters.newCounter(label + "lane " + lane.name() + " oldest_age_ns", TYPE_ID);
        gatedBy = counters.newCounter(label + "lane " + lane.name() + " gated_by", TYPE_ID);
        gatedBy.setRelease(NONE);
    }

    /**
     * @param nowNs monotonic time.
     */
    public void observe(final long nowNs)
    {
        final int slowest = slowest();
        final LaneReader reader = lane.reader(slowest);
        final long sequence = reader.released() + 1;
        final boolean isHeld = sequence <= reader.cursor();
        final long ageNs = isHeld ? Math.max(0, nowNs - reader.packet(sequence).claimNs()) : 0;
        VarHandle.loadLoadFence();
        if (reader.released() + 1 != sequence)
        {
            return; // it moves, so it is not held; and the slot may be another packet's by now
        }
        // before the qos stage has seen it, no destination can be blamed
        final String destination = isHeld && sequence <= reader.available() ? readers.get(slowest) : "";
        oldestAgeNs.setRelease(ageNs);
        gatedBy.setRelease(destinations.indexOf(destination));
        if (ageNs > ageMaxNs)
        {
            ageMaxNs = ageNs;
            gatedByAtMax = destination;
        }
        tell(ageNs, destination);
    }

    /**
     * @return the oldest that a slot was, when somebody looked.
     */
    public long ageMaxNs()
    {
        return ageMaxNs;
    }

    /**
     * @return the destination that held it then; empty if none did.
     */
    public String gatedByAtMax()
    {
        return gatedByAtMax;
    }

    public Lane lane()
    {
        return lane;
    }

    private int slowest()
    {
        int slowest = 0;
        for (int i = 1; i < readers.size(); i++)
        {
            slowest = lane.reader(i).released() < lane.reader(slowest).released() ? i : slowest;
        }
        return slowest;
    }

    private void tell(final long ageNs, final String destination)
    {
        toldAgeMaxNs = isTold ? Math.max(toldAgeMaxNs, ageNs) : ageNs;
        if (isTold != ageNs > AGE_TOLD_NS)
        {
            isTold = !isTold;
            log.accept(label + "class " + lane.name() + ": " + (isTold ?
                (destination.isEmpty() ? "the qos stage" : "destination " + destination) +
                    " has held the oldest packet for " + seconds(ageNs) :
                "no packet is held any more for as long as that; the longest was " + seconds(toldAgeMaxNs)));
        }
    }

    private static String seconds(final long ns)
    {
        return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
    }
}
