package relay.config;

import relay.transport.endpoint.Endpoint;

/**
 * Where datagrams go.
 *
 * @param name              unique.
 * @param to                an Aeron channel or a UDP address.
 * @param maxLag            share of a lane's buffers that it may hold, above 0 and at most 1; 0 for the default: all
 *                          where it is the lane's only destination, otherwise half.
 * @param whenSlow          what becomes of what it holds beyond that.
 * @param rateBitsPerSecond it sends no faster, in UDP payload bits and overhead; 0 for unlimited.
 * @param burstBytes        that may leave at once above the rate.
 * @param overheadBytes     that each datagram counts beyond its UDP payload, for the headers below it; 0 or more.
 */
public record DestinationConfig(
    String name,
    Endpoint to,
    double maxLag,
    WhenSlow whenSlow,
    long rateBitsPerSecond,
    long burstBytes,
    int overheadBytes)
{
    /** The burst where none is given: as much as any datagram needs. */
    public static final long BURST_DEFAULT_BYTES = 64 * 1024;

    /**
     * @return a destination without any of what is optional.
     */
    public static DestinationConfig of(final String name, final Endpoint to)
    {
        return new DestinationConfig(name, to, 0, WhenSlow.SKIP_OLDEST, 0, BURST_DEFAULT_BYTES, 0);
    }

    /**
     * @return the same with a share of a lane.
     */
    public DestinationConfig maxLag(final double share)
    {
        return new DestinationConfig(name, to, share, whenSlow, rateBitsPerSecond, burstBytes, overheadBytes);
    }

    /**
     * @return the same with another answer to being slow.
     */
    public DestinationConfig whenSlow(final WhenSlow answer)
    {
        return new DestinationConfig(name, to, maxLag, answer, rateBitsPerSecond, burstBytes, overheadBytes);
    }

    /**
     * @return the same with a rate.
     */
    public DestinationConfig rate(final long bitsPerSecond)
    {
        return new DestinationConfig(name, to, maxLag, whenSlow, bitsPerSecond, burstBytes, overheadBytes);
    }

    /**
     * @return the same with a burst.
     */
    public DestinationConfig burst(final long bytes)
    {
        return new DestinationConfig(name, to, maxLag, whenSlow, rateBitsPerSecond, bytes, overheadBytes);
    }

    /**
     * @return the same with an overhead for each datagram.
     */
    public DestinationConfig overhead(final int bytes)
    {
        return new DestinationConfig(name, to, maxLag, whenSlow, rateBitsPerSecond, burstBytes, bytes);
    }
}
