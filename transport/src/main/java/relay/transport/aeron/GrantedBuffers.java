package relay.transport.aeron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/**
 * Finds out how large a socket buffer the kernel grants, so that Aeron's receiver window can be as large and no larger:
 * the driver refuses to start with a window that its sockets cannot hold.
 */
final class GrantedBuffers
{
    private GrantedBuffers()
    {
    }

    /**
     * @param wantedLength bytes.
     * @return the part of it that both directions of a datagram socket are granted.
     */
    static int grantable(final int wantedLength)
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, wantedLength);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, wantedLength);
            return Math.min(
                wantedLength,
                Math.min(
                    channel.getOption(StandardSocketOptions.SO_RCVBUF),
                    channel.getOption(StandardSocketOptions.SO_SNDBUF)));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
