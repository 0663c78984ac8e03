package relay.pipeline;

import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.agrona.collections.IntHashSet;
import relay.transport.GroupSocket;
import relay.transport.Interfaces;
import relay.transport.TransportException;
import relay.transport.UdpEndpoint;

/**
 * Follows interfaces that are removed and made again, as a tunnel that reconnects is, or a network that is configured anew:
 * their groups are joined again, and sent to again. Says once for each interface what happened. Belongs to the conductor.
 */
final class InterfaceWatch
{
    private static final int NAMES_MAX = 3;

    private final List<Watched> all;
    private final IntPredicate isThere;
    private final Consumer<String> log;
    private final IntHashSet there = new IntHashSet();
    private final IntHashSet gone = new IntHashSet();

    /**
     * @param all     sockets of groups.
     * @param isThere whether this machine has an interface of such an index.
     * @param log     told once of each change.
     */
    InterfaceWatch(final List<Watched> all, final IntPredicate isThere, final Consumer<String> log)
    {
        this.all = all;
        this.isThere = isThere;
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
        inputs.forEach(input -> all.add(new Watched("flow " + input.flow().config().name(), input.receiver(),
            () -> Interfaces.ofReceiver((UdpEndpoint)input.flow().config().from()))));
        outputs.forEach(output -> all.add(new Watched("destination " + output.destination().name(), output.sender(),
            () -> Interfaces.ofSender((UdpEndpoint)output.destination().to()))));
        return new InterfaceWatch(
            all.stream().filter(watched -> null != watched.socket.groupInterface()).toList(), Interfaces::isThere, log);
    }

    void observe()
    {
        there.clear();
        gone.clear();
        Map<String, List<String>> changes = null;
        for (final Watched watched : all)
        {
            final String change = isGone(watched.socket.groupInterface().getIndex()) ? watched.follow() : null;
            if (null != change)
            {
                changes = null == changes ? new LinkedHashMap<>() : changes;
                changes.computeIfAbsent(change, key -> new ArrayList<>()).add(watched.name);
            }
        }
        if (null != changes)
        {
            changes.forEach((change, names) -> log.accept(join(names.stream().distinct().toList()) + ": " + change));
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
        private final Supplier<NetworkInterface> choice;
        /** What was said last of this absence; null before. */
        private String said;

        /**
         * @param name   of what it is for, for people.
         * @param socket that has an interface.
         * @param choice of an interface, as it was made at the start.
         */
        Watched(final String name, final GroupSocket socket, final Supplier<NetworkInterface> choice)
        {
            this.name = name;
            this.socket = socket;
            this.choice = choice;
        }

        /**
         * @return what has changed, for people; null if nothing has.
         */
        private String follow()
        {
            final String before = socket.groupInterface().getName();
            final NetworkInterface other = tryChoose();
            if (null == other)
            {
                return say("interface " + before + " has gone: its groups are not heard, and not sent to, until it is back");
            }
            try
            {
                socket.moveTo(other);
                said = null;
                return "interface " + before + " was made anew: goes on by " + other.getName() + ", number " +
                    other.getIndex();
            }
            catch (final TransportException ex)
            {
                return say("interface " + other.getName() + " was made anew, but: " + ex.getMessage());
            }
        }

        private NetworkInterface tryChoose()
        {
            try
            {
                return choice.get();
            }
            catch (final TransportException ex)
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
