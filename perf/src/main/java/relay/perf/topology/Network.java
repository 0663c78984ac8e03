package relay.perf.topology;

import java.util.List;
import java.util.stream.IntStream;
import relay.perf.machine.BenchException;
import relay.perf.machine.Shell;

/**
 * The namespaces and cables of a run, and the cable past them that shows generator and sink without a relay:
 *
 * <pre>
 *   src --10.99.1.0/24-- rel --10.99.2.0/24-- snk          src ---10.99.9.0/24 (direct)--- snk
 *   src --10.99.1.0/24-- rel --10.99.2.0/24-- far --10.99.3.0/24-- snk        (two hops)
 * </pre>
 *
 * An interface has the name of the host at its other end. {@link #close()} ends every process in the namespaces and
 * deletes them.
 */
public final class Network implements AutoCloseable
{
    private static final String FAMILY = "relaybench-";
    private static final int DIRECT_NUMBER = 9;
    private static final int SINK_MEMBERSHIPS_MAX = 1_024;

    private final String prefix;
    private final List<String> hosts;
    private boolean isClosed;

    private Network(final String prefix, final List<String> hosts)
    {
        this.prefix = prefix;
        this.hosts = hosts;
    }

    /**
     * @param hops processes in a row that a datagram passes, 1 or 2.
     * @return not built yet; {@link #close()} deletes also what a failed {@link #build()} has built.
     */
    static Network ofHops(final int hops)
    {
        return new Network(FAMILY + ProcessHandle.current().pid() + "-",
            1 == hops ? List.of("src", "rel", "snk") : List.of("src", "rel", "far", "snk"));
    }

    /** Removes the namespaces of runs that were killed. */
    static void removeLeftOvers()
    {
        Shell.run("ip", "netns", "list").lines()
            .map(line -> line.split(" ")[0])
            .filter(name -> name.matches(FAMILY + "[0-9]+-[a-z]+"))
            .filter(name -> ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty())
            .forEach(Network::delete);
    }

    /**
     * Builds all of it.
     *
     * @throws BenchException if the system refuses, or a shutdown hook was faster.
     */
    synchronized void build()
    {
        if (isClosed)
        {
            throw new BenchException("stopped");
        }
        hosts.forEach(this::addHost);
        for (int i = 0; i < hosts.size() - 1; i++)
        {
            final String left = hosts.get(i);
            final String right = hosts.get(i + 1);
            link(left, right, right, left, i + 1);
        }
        link(hosts.getFirst(), "direct", hosts.getLast(), "direct", DIRECT_NUMBER);
        // one socket of the sink hears what a relay with many destinations sends; relays keep to the system's limit
        Shell.run("ip", "netns", "exec", sinkNamespace(), "sysctl", "-qw",
            "net.ipv4.igmp_max_memberships=" + SINK_MEMBERSHIPS_MAX);
    }

    /** {@return places of a peer's processes, from the generator to the sink} */
    public List<Hop> hops()
    {
        return IntStream.range(1, hosts.size() - 1).mapToObj(i -> new Hop(
            namespace(hosts.get(i)),
            hosts.get(i - 1), address(i, 2),
            hosts.get(i + 1), address(i + 1, 1), address(i + 1, 2))).toList();
    }

    public String sourceNamespace()
    {
        return namespace(hosts.getFirst());
    }

    public String sinkNamespace()
    {
        return namespace(hosts.getLast());
    }

    /** {@return address of the interface to send from, through the peer or past it} */
    public String sourceAddress(final boolean isDirect)
    {
        return address(isDirect ? DIRECT_NUMBER : 1, 1);
    }

    /** {@return address of the interface to listen on, through the peer or past it} */
    public String sinkAddress(final boolean isDirect)
    {
        return address(isDirect ? DIRECT_NUMBER : hosts.size() - 1, 2);
    }

    @Override
    public synchronized void close()
    {
        isClosed = true;
        hosts.forEach(host -> delete(namespace(host)));
    }

    private static void delete(final String namespace)
    {
        final Shell.Result pids = Shell.tryRun("ip", "netns", "pids", namespace);
        if (0 == pids.exitCode())
        {
            pids.output().lines().forEach(pid ->
                ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly));
        }
        Shell.tryRun("ip", "netns", "delete", namespace);
    }

    private String namespace(final String host)
    {
        return prefix + host;
    }

    private static String address(final int number, final int end)
    {
        return "10.99." + number + "." + end;
    }

    private void addHost(final String host)
    {
        final String namespace = namespace(host);
        Shell.run("ip", "netns", "add", namespace);
        Shell.run("ip", "-n", namespace, "link", "set", "dev", "lo", "up");
        // of both, since interfaces take over the default when they are made and the larger number counts
        Shell.run("ip", "netns", "exec", namespace, "sysctl", "-qw",
            "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0", "net.ipv4.ip_forward=1");
    }

    private void link(
        final String left, final String leftInterface, final String right, final String rightInterface,
        final int number)
    {
        Shell.run("ip", "link", "add", "name", leftInterface, "netns", namespace(left), "type", "veth",
            "peer", "name", rightInterface, "netns", namespace(right));
        configure(left, leftInterface, address(number, 1));
        configure(right, rightInterface, address(number, 2));
    }

    private void configure(final String host, final String networkInterface, final String address)
    {
        Shell.run("ip", "-n", namespace(host), "address", "add", address + "/24", "dev", networkInterface);
        Shell.run("ip", "-n", namespace(host), "link", "set", "dev", networkInterface, "up");
    }
}
