package relay.pipeline.qos;

import relay.config.Policing;

/**
 * A colour-blind three-colour marker of single rate (RFC 2697) or of two rates (RFC 2698), in the exact arithmetic of
 * {@link TokenBucket}. In any window of T nanoseconds
 *
 * <pre>
 *   single rate:  green &lt;= CIR x T + CBS     green + yellow &lt;= CIR x T + CBS + EBS
 *   two rates:    green &lt;= CIR x T + CBS     green + yellow &lt;= PIR x T + PBS
 * </pre>
 *
 * <p>RFC 2697 fills the excess bucket with what the committed one has no room for. That is kept as the sum of the two:
 * a bucket of CBS + EBS, from which green and yellow take, fills exactly while either has room; what it holds beyond
 * the committed bucket is the excess.
 *
 * <p>Owned by one thread.
 */
final class ThreeColourMarker
{
    /** Within the committed rate and burst. */
    static final int GREEN = 0;
    /** Beyond those, within the excess burst or the peak rate. */
    static final int YELLOW = 1;
    /** Beyond that too. */
    static final int RED = 2;
    /** How many colours there are. */
    static final int COLOURS = 3;

    private final TokenBucket committed;
    private final TokenBucket committedAndExcess;
    private final TokenBucket peak;

    /**
     * @param policing that is limited.
     * @param nowNs    monotonic time.
     */
    ThreeColourMarker(final Policing policing, final long nowNs)
    {
        committed = new TokenBucket(policing.rateBitsPerSecond(), policing.burstBytes(), nowNs);
        committedAndExcess = 0 == policing.excessBurstBytes() ? null : new TokenBucket(
            policing.rateBitsPerSecond(), policing.burstBytes() + policing.excessBurstBytes(), nowNs);
        peak = 0 == policing.peakRateBitsPerSecond() ? null : new TokenBucket(
            policing.peakRateBitsPerSecond(), policing.peakBurstBytes(), nowNs);
    }

    /**
     * Takes the tokens of one datagram, or of one train as a whole, according to its colour: none for a red one.
     *
     * @param length in bytes.
     * @param nowNs  monotonic time.
     * @return {@link #GREEN}, {@link #YELLOW} or {@link #RED}.
     */
    int mark(final int length, final long nowNs)
    {
        if (null != peak)
        {
            return markByTwoRates(length, nowNs);
        }
        return null != committedAndExcess ? markBySingleRate(length, nowNs) :
            committed.tryTake(length, nowNs) ? GREEN : RED;
    }

    private int markBySingleRate(final int length, final long nowNs)
    {
        if (committed.tryTake(length, nowNs))
        {
            committedAndExcess.tryTake(length, nowNs); // it holds no less than the committed bucket
            return GREEN;
        }
        return committedAndExcess.tryTakeBeyond(committed, length, nowNs) ? YELLOW : RED;
    }

    private int markByTwoRates(final int length, final long nowNs)
    {
        if (!peak.tryTake(length, nowNs))
        {
            return RED;
        }
        return committed.tryTake(length, nowNs) ? GREEN : YELLOW;
    }
}
