package relay.pipeline.watch;

import java.net.NetworkInterface;
import java.util.function.Function;
import java.util.function.IntPredicate;
import relay.transport.GroupSocket;
import relay.transport.TransportException;

/**
 * A socket whose interface may be removed and made again, and how that is found. Belongs to the conductor.
 */
public final class WatchedSocket
{
    private final String name;
    private final GroupSocket socket;
    /** As configured; null if the system chose. */
    private final String wanted;
    /** What was said last of this absence; null while there is none. */
    private String said;
    private boolean isRefused;

    /**
     * @param name   of what it is for, human-readable.
     * @param socket that has an interface.
     * @param wanted name, address or network of the interface, as configured; null if the system chose.
     */
    public WatchedSocket(final String name, final GroupSocket socket, final String wanted)
    {
        this.name = name;
        this.socket = socket;
        this.wanted = wanted;
    }

    String name()
    {
        return name;
    }

    boolean hasInterface()
    {
        return null != socket.groupInterface();
    }

    int interfaceIndex()
    {
        return socket.groupInterface().getIndex();
    }

    /**
     * @return whether the system refused the last move to another interface.
     */
    boolean isRefused()
    {
        return isRefused;
    }

    /**
     * @return whether its interface was not there the last time.
     */
    boolean isMissing()
    {
        return null != said;
    }

    /**
     * @param finder of interfaces.
     * @param isGone whether there is none of such an index.
     * @return what has changed, human-readable; null if nothing has.
     */
    String follow(final Function<String, NetworkInterface> finder, final IntPredicate isGone)
    {
        final NetworkInterface before = socket.groupInterface();
        final boolean isBack = !isGone.test(before.getIndex());
        final NetworkInterface found = tryFind(finder, null == wanted ? before.getName() : wanted);
        final NetworkInterface other = null == found && isBack ? before : found;
        isRefused = false;
        if (null == other)
        {
            return say("interface " + before.getName() +
                " has gone: its groups are not heard, and not sent to, until it is back");
        }
        try
        {
            socket.moveTo(other);
            said = null;
            return "interface " + before.getName() + " was made anew: goes on by " + other.getName() + ", number " +
                other.getIndex();
        }
        catch (final TransportException ex)
        {
            isRefused = true;
            return say("interface " + other.getName() + " was made anew, but: " + ex.getMessage());
        }
    }

    private static NetworkInterface tryFind(
        final Function<String, NetworkInterface> finder, final String wanted)
    {
        try
        {
            return finder.apply(wanted);
        }
        catch (final IllegalArgumentException ex)
        {
            return null;
        }
    }

    private String say(final String text)
    {
        final boolean isNew = !text.equals(said);
        said = text;
        return isNew ? text : null;
    }
}
