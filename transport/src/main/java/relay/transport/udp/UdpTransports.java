package relay.transport.udp;

import relay.transport.TransportException;
import relay.transport.UdpTransport;
import relay.transport.linux.LinuxTransport;
import relay.transport.nio.NioTransport;

/**
 * Chooses how datagrams get in and out of this process.
 */
public final class UdpTransports
{
    private UdpTransports()
    {
    }

    /**
     * @return the fastest that works here, for one thread.
     */
    public static UdpTransport best()
    {
        return of(Io.AUTO);
    }

    /**
     * @param io as configured.
     * @return what that means here, for one thread.
     * @throws TransportException if it is native, which does not work here.
     */
    public static UdpTransport of(final Io io)
    {
        final String obstacle = Io.PORTABLE == io ? null : LinuxTransport.obstacle();
        if (Io.NATIVE == io && null != obstacle)
        {
            throw new TransportException("io native does not work here: " + obstacle + " (io: auto takes what does)",
                null);
        }
        return Io.PORTABLE == io || null != obstacle ? new NioTransport() : new LinuxTransport();
    }

    /**
     * @param io   as configured.
     * @param flow that needs to know the DSCP of what arrives.
     * @throws TransportException if what {@link #of} returns cannot tell it.
     */
    public static void requireDscp(final Io io, final String flow)
    {
        final String obstacle = Io.PORTABLE == io ? "io is portable" : LinuxTransport.obstacle();
        if (null != obstacle)
        {
            throw new TransportException("flow '" + flow + "' has a rule with dscp, which only native io can tell: " +
                obstacle, null);
        }
    }

    /**
     * @param io as configured.
     * @return what {@link #of} returns, and why, for people.
     */
    public static String description(final Io io)
    {
        final String obstacle = Io.AUTO == io ? LinuxTransport.obstacle() : null;
        return "io: " + of(io).description() +
            (null != obstacle ? "; native does not work here: " + obstacle : "");
    }
}
