package relay.transport.nio;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import relay.transport.SocketText;

/**
 * Asks for socket buffers and tells what came of it: systems cut the request silently.
 */
final class RequestedBuffers
{
    private RequestedBuffers()
    {
    }

    /**
     * @param channel to set.
     * @param option  SO_RCVBUF or SO_SNDBUF.
     * @param asked   bytes, 0 to keep the system's default.
     * @param setting the kernel setting that limits it, "net.core.rmem_max" or "net.core.wmem_max".
     * @return what was asked for and granted, for people.
     * @throws IOException if the system refuses altogether.
     */
    static String apply(
        final DatagramChannel channel, final SocketOption<Integer> option, final int asked, final String setting)
        throws IOException
    {
        if (asked > 0)
        {
            channel.setOption(option, asked);
        }
        return SocketText.ofBuffer(channel.getOption(option), asked, setting);
    }
}
