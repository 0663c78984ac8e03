package relay.pipeline.qos;

import relay.config.Policing;
import relay.pool.Packet;

/**
 * Judges the packets of a flow or of a class. Owned by the qos thread.
 */
public final class Policer
{
    private final ThreeColourMarker marker;
    private final int overheadBytes;
    private final int[] verdicts;
    private final PolicingLedger ledger;

    /**
     * @param policing that is limited.
     * @param nowNs    monotonic time.
     * @param ledger   of what it sees.
     */
    public Policer(final Policing policing, final long nowNs, final PolicingLedger ledger)
    {
        marker = new ThreeColourMarker(policing, nowNs);
        overheadBytes = policing.overheadBytes();
        verdicts = new int[] {Verdict.FORWARD, verdictOf(policing.yellow()), verdictOf(policing.red())};
        this.ledger = ledger;
    }

    /**
     * @return of what it sees.
     */
    public PolicingLedger ledger()
    {
        return ledger;
    }

    /**
     * Colours a datagram, or a train as a whole, by all the bytes that it is: each datagram has its overhead.
     *
     * @param packet to be judged.
     * @param nowNs  monotonic time.
     * @return a {@link Verdict}.
     */
    int judge(final Packet packet, final long nowNs)
    {
        final int bytes = packet.length() + packet.segmentCount() * overheadBytes;
        final int colour = marker.mark(bytes, nowNs);
        ledger.onMarked(colour, packet.segmentCount(), bytes);
        return verdicts[colour];
    }

    private static int verdictOf(final int action)
    {
        return switch (action)
        {
            case Policing.FORWARD -> Verdict.FORWARD;
            case Policing.DROP -> Verdict.POLICED;
            default -> Verdict.remark(action);
        };
    }
}
