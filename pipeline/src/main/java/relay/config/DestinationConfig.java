package relay.config;

import relay.transport.Endpoint;

/**
 * Where datagrams go.
 *
 * @param name              unique.
 * @param to                an Aeron channel or a UDP address.
 * @param maxLag            share of a lane's buffers that it may hold before it skips its own oldest, 0 < maxLag <= 1;
 *                          0 for the default: all where it is the lane's only destination, otherwise half.
 * @param rateBitsPerSecond it sends no faster, in UDP payload bits; 0 for unlimited.
 * @param overheadBytes     that each datagram counts beyond its UDP payload, for the headers below it; 0 or more.
 */
public record DestinationConfig(String name, Endpoint to, double maxLag, long rateBitsPerSecond, int overheadBytes)
{
    /**
     * @return a destination without any of what is optional.
     */
    public static DestinationConfig of(final String name, final Endpoint to)
    {
        return new DestinationConfig(name, to, 0, 0, 0);
    }

    /**
     * @return the same with a share of a lane.
     */
    public DestinationConfig maxLag(final double share)
    {
        return new DestinationConfig(name, to, share, rateBitsPerSecond, overheadBytes);
    }

    /**
     * @return the same with a rate.
     */
    public DestinationConfig rate(final long bitsPerSecond)
    {
        return new DestinationConfig(name, to, maxLag, bitsPerSecond, overheadBytes);
    }

    /**
     * @return the same with an overhead.
     */
    public DestinationConfig overhead(final int bytes)
    {
        return new DestinationConfig(name, to, maxLag, rateBitsPerSecond, bytes);
    }
}
