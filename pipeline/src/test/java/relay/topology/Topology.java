package relay.topology;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.IoUtil;

/**
 * A network of one test: hosts and the links between them. Names of namespaces are unique, so that several runs on one
 * machine do not meet. {@link #close()} ends every process that was started in it and deletes every namespace, and a
 * shutdown hook does so when the test run itself is stopped.
 *
 * <p>The n-th link of a topology, and the n-th switch, has the networks 10.99.n.0/24 and fd99:n::/64. Its ends are
 * numbered from 1 in the order in which they were named, and an interface is called like what is at its other end.
 */
final class Topology implements AutoCloseable
{
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int MTU_DEFAULT = 1_500;

    private final String prefix = "relay-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
    private final List<Host> hosts = new ArrayList<>();
    private final List<String> switches = new ArrayList<>();
    private final Thread shutdownHook = new Thread(this::deleteAll, prefix + "clean-up");
    private final Path directory;
    private int networks;

    private Topology() throws IOException
    {
        directory = Files.createTempDirectory(prefix);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Skips the test, with the reason, where there can be no topology.
     */
    static void assumePossible()
    {
        final String obstacle = Obstacle.TEXT;
        assumeTrue(null == obstacle, () -> "no network namespaces here: " + obstacle);
    }

    /**
     * @return a network without hosts.
     */
    static Topology create() throws IOException
    {
        return new Topology();
    }

    /**
     * @param name unique in this topology; also of the interfaces that lead there, so 15 characters at most.
     * @return a host of its own namespace, without links.
     */
    Host host(final String name)
    {
        final Host host = new Host(name, prefix + name, directory);
        Shell.run("ip", "netns", "add", host.namespace());
        hosts.add(host);
        host.initialise();
        return host;
    }

    void link(final Host left, final Host right)
    {
        link(left, right, MTU_DEFAULT);
    }

    /**
     * Joins two hosts by a cable again, with the addresses that they had, after it was taken away.
     *
     * @param left   first as before.
     * @param right  second as before.
     * @param number of the link, 1 for the first.
     */
    void linkAgain(final Host left, final Host right, final int number)
    {
        final int all = networks;
        networks = number - 1;
        link(left, right);
        networks = all;
    }

    /**
     * Joins two hosts by a cable.
     *
     * @param left  gets the address that ends in 1.
     * @param right gets the address that ends in 2.
     * @param mtu   of both ends.
     */
    void link(final Host left, final Host right, final int mtu)
    {
        networks++;
        Shell.run("ip", "link", "add", "name", right.name(), "mtu", Integer.toString(mtu), "netns", left.namespace(),
            "type", "veth",
            "peer", "name", left.name(), "mtu", Integer.toString(mtu), "netns", right.namespace());
        left.configure(right.name(), networks, 1);
        right.configure(left.name(), networks, 2);
    }

    /**
     * Joins hosts by a switch that floods multicast.
     *
     * @param name    of the switch, and of the hosts' interfaces.
     * @param members in the order of their addresses.
     */
    void lan(final String name, final Host... members)
    {
        networks++;
        final String namespace = prefix + name;
        Shell.run("ip", "netns", "add", namespace);
        switches.add(namespace);
        Shell.run("ip", "-n", namespace, "link", "add", "name", "bridge", "type", "bridge", "mcast_snooping", "0");
        Shell.run("ip", "-n", namespace, "link", "set", "dev", "bridge", "up");
        for (int i = 0; i < members.length; i++)
        {
            final Host member = members[i];
            Shell.run("ip", "link", "add", "name", name, "netns", member.namespace(), "type", "veth",
                "peer", "name", member.name(), "netns", namespace);
            Shell.run("ip", "-n", namespace, "link", "set", "dev", member.name(), "master", "bridge", "up");
            member.configure(name, networks, i + 1);
        }
    }

    /**
     * Prints what is needed to understand a failure.
     *
     * @param out where to.
     */
    void printEvidence(final PrintStream out)
    {
        hosts.forEach(host -> host.printEvidence(out));
    }

    @Override
    public void close()
    {
        deleteAll();
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
    }

    private synchronized void deleteAll()
    {
        hosts.forEach(Host::killAll);
        hosts.forEach(host -> Shell.tryRun("ip", "netns", "delete", host.namespace()));
        switches.forEach(namespace -> Shell.tryRun("ip", "netns", "delete", namespace));
        hosts.clear();
        switches.clear();
        IoUtil.delete(directory.toFile(), true);
    }

    /** Looked for once a run. */
    private static final class Obstacle
    {
        private static final String TEXT = find();

        private static String find()
        {
            if (null == Host.RELAY_JAR)
            {
                return "system property relay.jar is not set: run the tests by mvn verify";
            }
            final String namespace = "relay-" + ProcessHandle.current().pid() + "-probe";
            final Shell.Result added = Shell.tryRun("ip", "netns", "add", namespace);
            if (0 != added.exitCode())
            {
                return added.output() + " (needs root and iproute2)";
            }
            final Shell.Result linked = Shell.tryRun("ip", "-n", namespace, "link", "add", "type", "veth");
            Shell.tryRun("ip", "netns", "delete", namespace);
            return 0 == linked.exitCode() ? null : linked.output() + " (needs the kernel's veth)";
        }
    }
}
