package relay.pipeline.watch;

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
import relay.transport.Interfaces;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.linux.LinuxInterfaces;
import relay.transport.linux.LinuxTransport;

/**
 * Follows interfaces that are removed and made again, as a tunnel that reconnects is, or a network that is configured
 * anew: their groups are joined again, and sent to again. An interface that the system chose is known by its name,
 * another by what the configuration says of it, or of the address to send from. Says once for each interface what
 * happened. One that goes and comes back with its number between two looks is not noticed. Belongs to the conductor.
 */
public final class InterfaceWatch
{
    private static final int NAMES_MAX = 3;

    private final List<WatchedSocket> all;
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
        final List<WatchedSocket> all,
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
     * @param sockets of all workers.
     * @param log     takes a line for each change.
     * @return one for those of them that have an interface.
     */
    public static InterfaceWatch of(final List<WatchedSocket> sockets, final Consumer<String> log)
    {
        return new InterfaceWatch(
            sockets.stream().filter(WatchedSocket::hasInterface).toList(),
            LinuxTransport.isAvailable() ? new LinuxInterfaces()::isThere : Interfaces::isThere,
            () -> new InterfaceSelector()::select, log);
    }

    /**
     * Looks once.
     */
    public void observe()
    {
        there.clear();
        gone.clear();
        Function<String, NetworkInterface> found = null;
        final Map<String, List<String>> changes = new LinkedHashMap<>();
        final Set<String> refused = new HashSet<>();
        for (final WatchedSocket watched : all)
        {
            if (isGone(watched.interfaceIndex()) || watched.isMissing())
            {
                found = null == found ? tryFind() : found;
                final String change = watched.follow(found, this::isGone);
                // why a socket is refused names its group: of a flow of many, one tells
                if (null != change && (!watched.isRefused() || refused.add(watched.name())))
                {
                    changes.computeIfAbsent(change, key -> new ArrayList<>()).add(watched.name());
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
}
