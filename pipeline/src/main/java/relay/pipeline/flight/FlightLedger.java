package relay.pipeline.flight;

import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * How often a lane's flight recorder was triggered, and what came of it. Triggers may be counted by any thread, files
 * by the one that writes them; read by any.
 */
public final class FlightLedger
{
    /** Counters that each has. */
    public static final int COUNTER_COUNT = 3;

    private static final int TYPE_ID = 7_007;

    private final AtomicCounter triggers;
    private final AtomicCounter dumps;
    private final AtomicCounter failures;

    /**
     * @param label    that begins the names of its counters: no other lane's.
     * @param counters where they are made.
     */
    FlightLedger(final String label, final CountersManager counters)
    {
        triggers = counters.newCounter(label + " triggers", TYPE_ID);
        dumps = counters.newCounter(label + " dumps", TYPE_ID);
        failures = counters.newCounter(label + " failures", TYPE_ID);
    }

    void onTrigger()
    {
        triggers.increment();
    }

    void onDump()
    {
        dumps.incrementRelease();
    }

    void onFailure()
    {
        failures.incrementRelease();
    }

    /**
     * @return triggers, those too that came too soon after another for a file of their own.
     */
    public long triggers()
    {
        return triggers.get();
    }

    /**
     * @return files written.
     */
    public long dumps()
    {
        return dumps.get();
    }

    /**
     * @return files that could not be written.
     */
    public long failures()
    {
        return failures.get();
    }
}
