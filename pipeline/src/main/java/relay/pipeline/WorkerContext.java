package relay.pipeline;

import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.CountersManager;
import relay.config.RelayConfig;
import relay.pipeline.flight.FlightWriter;
import relay.pipeline.ingress.Identity;
import relay.pipeline.ingress.LoopGuard;

/**
 * What the workers of a relay have in common. All of it is fixed, or written only before their threads start.
 *
 * @param config      of the relay.
 * @param clock       monotonic.
 * @param epochClock  wall clock.
 * @param identity    of the relay.
 * @param loopGuard   knows the ports of all workers' senders.
 * @param counters    where each worker has its own.
 * @param budget      what lanes may take.
 * @param description what was opened, a line each, for people.
 * @param flight      writes what is remembered; null if nothing is.
 * @param workerCount how many workers there are.
 */
record WorkerContext(
    RelayConfig config,
    NanoClock clock,
    EpochNanoClock epochClock,
    Identity identity,
    LoopGuard loopGuard,
    CountersManager counters,
    MemoryBudget budget,
    List<String> description,
    FlightWriter flight,
    int workerCount)
{
    /**
     * @param number of a worker, from 1.
     * @return what tells it apart in names; nothing where it is the only one.
     */
    String label(final int number)
    {
        return 1 == workerCount ? "" : "worker " + number + " ";
    }
}
