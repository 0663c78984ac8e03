package relay.pipeline.egress;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import relay.config.DestinationConfig;
import relay.pipeline.ledger.DestinationLedger;
import relay.transport.PacketSender;

/**
 * A configured destination at work. Each worker that has flows to it serves it on its own; its counts are their sums.
 *
 * @param config what it is.
 * @param parts  one for each worker that has flows to it.
 */
public record Destination(DestinationConfig config, List<Part> parts)
{
    /**
     * One worker's part of a destination.
     *
     * @param ledger what became of its copies.
     * @param agent  that sends to it.
     */
    public record Part(DestinationLedger ledger, EgressAgent agent)
    {
        private long inFlight()
        {
            long inFlight = 0;
            for (final EgressLane lane : agent.lanes())
            {
                inFlight += lane.inFlight();
            }
            return inFlight;
        }
    }

    /**
     * @param count of one worker's ledger.
     * @return its sum over the workers.
     */
    public long sum(final ToLongFunction<DestinationLedger> count)
    {
        long sum = 0;
        for (final Part part : parts)
        {
            sum += count.applyAsLong(part.ledger());
        }
        return sum;
    }

    /**
     * May be called from any thread.
     *
     * @return how often the system refused to send a train there.
     */
    public long refusedTrains()
    {
        return senders().mapToLong(PacketSender::refusedTrains).sum();
    }

    /**
     * @return what all workers send there by, each once.
     */
    public Stream<PacketSender> senders()
    {
        return parts.stream().flatMap(part -> Arrays.stream(part.agent().lanes())).map(EgressLane::sender).distinct();
    }

    /**
     * May be called from any thread; exact once nothing moves any more.
     *
     * @return copies that wait in the lanes.
     */
    public long inFlight()
    {
        long inFlight = 0;
        for (final Part part : parts)
        {
            inFlight += part.inFlight();
        }
        return inFlight;
    }
}
