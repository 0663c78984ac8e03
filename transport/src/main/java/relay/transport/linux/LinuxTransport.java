package relay.transport.linux;

import java.util.List;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.ReadySet;
import relay.transport.UdpTransport;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;

/**
 * UDP over Linux's own system calls: many datagrams a call in both directions, trains of them where the kernel takes
 * them (udp(7), UDP_SEGMENT and UDP_GRO), and receivers that are ready told by epoll(7).
 *
 * <p>Needs native access ({@code --enable-native-access}); ask {@link #isAvailable()} first.
 */
public final class LinuxTransport implements UdpTransport
{
    private final SocketCalls calls;
    private final boolean isPreciseWait;
    private final ReceiveHeaders receiveHeaders = new ReceiveHeaders();
    private final SendMessages messages = new SendMessages();

    public LinuxTransport()
    {
        this(new SocketCalls());
    }

    /**
     * @param calls to read and send with.
     */
    LinuxTransport(final SocketCalls calls)
    {
        this(calls, true);
    }

    /**
     * @param calls         to read and send with.
     * @param isPreciseWait whether to use epoll_pwait2 if there is one.
     */
    LinuxTransport(final SocketCalls calls, final boolean isPreciseWait)
    {
        this.calls = calls;
        this.isPreciseWait = isPreciseWait;
    }

    /**
     * @return whether this transport works on this machine.
     */
    public static boolean isAvailable()
    {
        return null == obstacle();
    }

    /**
     * @return why this transport does not work on this machine, for people; null if it does.
     */
    public static String obstacle()
    {
        return Platform.obstacle();
    }

    @Override
    public List<DatagramReceiver> openReceivers(final UdpEndpoint endpoint, final ReceiveOptions options)
    {
        return new ReceiverOpener(calls, receiveHeaders, endpoint, options).open();
    }

    @Override
    public DatagramSender openSender(final UdpEndpoint endpoint)
    {
        return LinuxDatagramSender.open(calls, messages, endpoint);
    }

    @Override
    public ReadySet newReadySet()
    {
        return new LinuxReadySet(calls, isPreciseWait);
    }

    @Override
    public boolean tellsDscp()
    {
        return true;
    }

    @Override
    public String description()
    {
        return "native: recvmmsg and sendmmsg, with UDP segmentation";
    }
}
