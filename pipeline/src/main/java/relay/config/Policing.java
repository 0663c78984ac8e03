package relay.config;

/**
 * How much may pass, and what becomes of the rest: a single-rate (RFC 2697) or two-rate (RFC 2698) three-colour marker,
 * colour-blind, and an action for each colour but green, which is forwarded.
 *
 * @param rateBitsPerSecond     committed rate (CIR); 0 for unlimited, whatever the others say.
 * @param burstBytes            committed burst (CBS).
 * @param excessBurstBytes      of a single-rate marker, what is yellow above it (EBS); 0 for none.
 * @param peakRateBitsPerSecond of a two-rate marker (PIR), no less than the committed one; 0 for a single-rate marker.
 * @param peakBurstBytes        of a two-rate marker (PBS).
 * @param yellow                {@link #FORWARD}, {@link #DROP}, or a DSCP (RFC 2474) to send it with, 0..63.
 * @param red                   the same.
 * @param overheadBytes         that each datagram counts beyond its UDP payload, for the headers below it; 0 or more.
 */
public record Policing(
    long rateBitsPerSecond,
    long burstBytes,
    long excessBurstBytes,
    long peakRateBitsPerSecond,
    long peakBurstBytes,
    int yellow,
    int red,
    int overheadBytes)
{
    /** It passes as it is. */
    public static final int FORWARD = -1;
    /** It is counted as {@code policed}. */
    public static final int DROP = -2;

    /** Everything passes. */
    public static final Policing NONE = new Policing(0, 0, 0, 0, 0, FORWARD, FORWARD, 0);

    /**
     * @param rateBitsPerSecond of UDP payload, 0 for unlimited.
     * @param burstBytes        that may pass at once above it.
     * @return green up to that, and dropped beyond it.
     */
    public static Policing of(final long rateBitsPerSecond, final long burstBytes)
    {
        return 0 == rateBitsPerSecond ? NONE : new Policing(rateBitsPerSecond, burstBytes, 0, 0, 0, FORWARD, DROP, 0);
    }

    /**
     * @return whether anything is limited.
     */
    public boolean isLimited()
    {
        return rateBitsPerSecond > 0;
    }
}
