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
 */
public record DestinationConfig(String name, Endpoint to, double maxLag, long rateBitsPerSecond)
{
}
