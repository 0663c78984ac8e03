package relay.pipeline.watch;

import java.util.function.Consumer;
import relay.pipeline.egress.Destination;
import relay.pipeline.ledger.DestinationLedger;

/**
 * Says when a destination was cut off because it was slow, and when it came back. Belongs to the conductor.
 */
public final class CutOffWatch
{
    private final Destination destination;
    private final Consumer<String> log;
    private long disconnects;
    private long reconnects;

    /**
     * @param destination to watch.
     * @param log         told once for each change.
     */
    public CutOffWatch(final Destination destination, final Consumer<String> log)
    {
        this.destination = destination;
        this.log = log;
    }

    public void observe()
    {
        for (final long now = destination.sum(DestinationLedger::disconnects); disconnects < now; disconnects++)
        {
            log.accept("destination " + destination.config().name() +
                ": cut off for a while, since it held its share of the buffers (when-slow: disconnect)");
        }
        for (final long now = destination.sum(DestinationLedger::reconnects); reconnects < now; reconnects++)
        {
            log.accept("destination " + destination.config().name() + ": sent to again");
        }
    }
}
