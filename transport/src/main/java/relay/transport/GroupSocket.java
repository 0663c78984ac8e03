package relay.transport;

import java.net.NetworkInterface;

/**
 * A socket that hears groups, or sends to them, by one network interface. The kernel knows that by its number, and an
 * interface that is removed and made again has another: then nothing is heard, and sending fails, until the socket is
 * told. Both methods may be called from any thread.
 */
public interface GroupSocket
{
    /**
     * @return the interface that its groups are on; null if it has none, or the system chose it for each datagram.
     */
    default NetworkInterface groupInterface()
    {
        return null;
    }

    /**
     * Goes on by another interface, after its own has gone, or by the same when the kernel has forgotten its groups
     * with it.
     *
     * @param other that is there.
     * @throws TransportException if the system does not let it; the next call tries again. A closed socket is not
     * moved.
     */
    default void moveTo(final NetworkInterface other)
    {
        throw new TransportException("this socket has no interface", null);
    }
}
