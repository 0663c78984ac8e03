package relay.pipeline;

import java.util.List;
import relay.pipeline.egress.Destination;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;

/**
 * The sum of a relay's counts at one moment. A flow with D destinations owes D copies of each datagram that it
 * admitted:
 *
 * <pre>received + copies = sent + dropped + in flight</pre>
 *
 * where {@code copies} are those beyond the first. Once nothing moves any more, what does not fit this equation is the
 * imbalance, and must be 0.
 *
 * @param received datagrams that arrived.
 * @param copies   further copies owed because a flow has several destinations.
 * @param sent     copies sent.
 * @param dropped  datagrams and copies dropped, for any reason.
 * @param inFlight copies owed and neither sent nor dropped; counted in the slots, not derived from the others.
 */
public record Ledger(long received, long copies, long sent, long dropped, long inFlight)
{
    static Ledger of(final List<Flow> flows, final List<Destination> destinations)
    {
        long sent = 0;
        long dropped = 0;
        long inFlight = 0;
        for (final Destination destination : destinations)
        {
            sent += destination.sum(DestinationLedger::sent);
            dropped += destination.sum(DestinationLedger::dropped);
            inFlight += destination.inFlight();
        }
        long received = 0;
        long copies = 0;
        for (final Flow flow : flows)
        {
            received += flow.ledger().received();
            copies += flow.ledger().admitted() * (flow.config().to().size() - 1);
            for (final DropReason reason : DropReason.values())
            {
                dropped += flow.ledger().dropped(reason);
            }
        }
        return new Ledger(received, copies, sent, dropped, inFlight);
    }

    /**
     * @return datagrams that are not accounted for; 0 at rest, and no more than a batch of each stage under load.
     */
    public long imbalance()
    {
        return received + copies - sent - dropped - inFlight;
    }
}
