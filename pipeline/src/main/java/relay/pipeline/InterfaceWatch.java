package relay.pipeline;

import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.agrona.collections.IntHashSet;
import relay.transport.GroupSocket;
import relay.transport.Interfaces;
import relay.transport.TransportException;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.linux.LinuxInterfaces;
import relay.transport.linux.LinuxTransport;

/**
 * Follows interfaces that are removed and made again, as a tunnel that reconnects is, or a network that is configured
 * anew: their groups are joined again, and sent to again. An interface that the system chose is known by its name,
 * another by what the configuration says of it, or of the address to send from. Says once for each interface what
 * happened. One that goes and comes back with its number between two looks is not noticed. Belongs to the conductor.
 */
final class InterfaceWatch
{
    private static final int NAMES_MAX = 3;

    private final List<Watched> all;
    private final IntPredicate isThere;
    private final Supplier<Function<String, NetworkInterface>> finder;
    private final Consumer<String> log;
    private final IntHashSet there = new IntHashSet();
    private final IntHashSet gone = new IntHashSet();

    /**
     * @param all     sockets of groups.
     * @param isThere whether this machine has an interface of such an index.
     * @param finder  looks at this machine's interfaces, and finds one of them by a name, an address or a network;
     *                throws IllegalArgumentException if there is none.
     * @param log     told once of each change.
     */
    InterfaceWatch(
        final List<Watched> all,
        final IntPredicate isThere,
        final Supplier<Function<String, NetworkInterface>> finder,
        final Consumer<String> log)
    {
        this.all = all;
        this.isThere = isThere;
        this.finder = finder;
        this.log = log;
    }

    /**
     * @param inputs  of all workers.
     * @param outputs of all workers.
     * @param log     told once of each change.
     * @return one for those of them that have an interface.
     */
    static InterfaceWatch of(
        final List<Worker.UdpInput> inputs, final List<Worker.UdpOutput> outputs, final Consumer<String> log)
    {
        final List<Watched> all = new ArrayList<>();
        for (final Worker.UdpInput input : inputs)
        {
            final UdpEndpoint from = (UdpEndpoint)input.flow().config().from();
            all.add(new Watched("flow " + input.flow().config().name(), input.receiver(), from.networkInterface()));
        }
        for (final Worker.UdpOutput output : outputs)
        {
            final UdpEndpoint to = (UdpEndpoint)output.destination().to();
            all.add(new Watched("destination " + output.destination().name(), output.sender(),
                null == to.networkInterface() && null != to.sourceAddress() ?
                    to.sourceAddress().getHostAddress() : to.networkInterface()));
        }
        return new InterfaceWatch(
            all.stream().filter(watched -> null != watched.socket.groupInterface()).toList(),
            LinuxTransport.isAvailable() ? new LinuxInterfaces()::isThere : Interfaces::isThere,
            () -> new InterfaceSelector()::select, log);
    }

    /**
     * Looks once.
     */
    void observe()
    {
        there.clear();
        gone.clear();
        Function<String, NetworkInterface> found = null;
        final Map<String, List<String>> changes = new LinkedHashMap<>();
        final Set<String> refused = new HashSet<>();
        for (final Watched watched : all)
        {
            if (isGone(watched.socket.groupInterface().getIndex()) || watched.isMissing())
            {
                found = null == found ? tryFind() : found;
                final String change = watched.follow(found, this::isGone);
                // why a socket is refused names its group: of a flow of many, one tells
                if (null != change && (!watched.isRefused || refused.add(watched.name)))
                {
                    changes.computeIfAbsent(change, key -> new ArrayList<>()).add(watched.name);
                }
            }
        }
        changes.forEach((change, names) -> log.accept(join(names.stream().distinct().toList()) + ": " + change));
    }

    private Function<String, NetworkInterface> tryFind()
    {
        try
        {
            return finder.get();
        }
        catch (final IllegalStateException ex)
        {
            return wanted ->
            {
                throw new IllegalArgumentException(ex);  // not even one interface can be seen
            };
        }
    }

    /** Many sockets have few interfaces: the system is asked once for each. */
    private boolean isGone(final int index)
    {
        if (!there.contains(index) && !gone.contains(index))
        {
            (isThere.test(index) ? there : gone).add(index);
        }
        return gone.contains(index);
    }

    private static String join(final List<String> names)
    {
        return names.size() <= NAMES_MAX ? String.join(", ", names) :
            String.join(", ", names.subList(0, NAMES_MAX)) + " and " + (names.size() - NAMES_MAX) + " more";
    }

    /** A socket, and how its interface is found again. */
    static final class Watched
    {
        private final String name;
        private final GroupSocket socket;
        /** As configured; null if the system chose. */
        private final String wanted;
        /** What was said last of this absence; null while there is none. */
        private String said;
        private boolean isRefused;

        /**
         * @param name   of what it is for, for people.
         * @param socket that has an interface.
         * @param wanted name, address or network of the interface, as configured; null if the system chose.
         */
        Watched(final String name, final GroupSocket socket, final String wanted)
        {
            this.name = name;
            this.socket = socket;
            this.wanted = wanted;
        }

        /**
         * @return whether its interface was not there the last time.
         */
        private boolean isMissing()
        {
            return null != said;
        }

        /**
         * @param finder of interfaces.
         * @param isGone whether there is none of such an index.
         * @return what has changed, for people; null if nothing has.
         */
        private String follow(final Function<String, NetworkInterface> finder, final IntPredicate isGone)
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
}
