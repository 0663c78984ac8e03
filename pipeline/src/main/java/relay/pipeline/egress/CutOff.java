package relay.pipeline.egress;

import java.util.concurrent.TimeUnit;
import relay.pipeline.ledger.DestinationLedger;

/**
 * When a destination that is {@code when-slow: disconnect} gets nothing: for a while after it held more than its share,
 * and for longer each time that it does so again soon after. Belongs to the egress thread.
 */
final class CutOff
{
    static final long COOL_DOWN_MIN_NS = TimeUnit.SECONDS.toNanos(1);
    static final long COOL_DOWN_MAX_NS = TimeUnit.SECONDS.toNanos(30);

    private final DestinationLedger ledger;
    private long coolDownNs;
    private long changedNs;
    private boolean isActive;

    /**
     * @param ledger of the destination, which counts how often it was cut off, and how often it came back.
     */
    CutOff(final DestinationLedger ledger)
    {
        this.ledger = ledger;
    }

    /**
     * @param nowNs monotonic time.
     * @return whether it gets nothing now.
     */
    boolean isActive(final long nowNs)
    {
        if (isActive && nowNs - changedNs >= coolDownNs)
        {
            isActive = false;
            changedNs = nowNs;
            ledger.onReconnected();
        }
        return isActive;
    }

    /**
     * It holds more than its share, and is not cut off.
     *
     * @param nowNs monotonic time.
     */
    void begin(final long nowNs)
    {
        final boolean isAgain = coolDownNs > 0 && nowNs - changedNs < coolDownNs;
        coolDownNs = isAgain ? Math.min(COOL_DOWN_MAX_NS, 2 * coolDownNs) : COOL_DOWN_MIN_NS;
        changedNs = nowNs;
        isActive = true;
        ledger.onDisconnected();
    }
}
