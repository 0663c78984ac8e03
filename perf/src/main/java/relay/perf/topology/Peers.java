package relay.perf.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import relay.perf.topology.Peer.Core;

/**
 * Relay and its peers. A further peer is one more method here and its name in a list.
 */
public final class Peers
{
    public static final String RELAY = "relay";
    public static final String SOCAT = "socat";
    public static final String KERNEL = "kernel";
    public static final String NIO = "nio";
    public static final String C_RECV_SEND = "c-recv-send";
    public static final String C_SEGMENT = "c-segment";
    public static final String BARE_AERON = "bare-aeron";
    public static final String DIRECT = "direct";
    private static final String RELAY_PORTABLE = "relay-portable";
    /** Not measured unless asked for. */
    public static final Set<String> ON_REQUEST = Set.of(RELAY_PORTABLE);
    private static final int AERON_PORT = 40_123;
    /** A train holds one until it is sent: enough for the trains that one duty cycle receives. */
    private static final int LARGE_BUFFERS = 16;
    /** Of the network of up to 16 groups. */
    private static final int IN_PREFIX_LENGTH = 28;

    private Peers()
    {
    }

    /** Between UDP and UDP, in the order of the tables. */
    public static List<Peer> ofUdp()
    {
        return List.of(
            relay(),
            fromFile("relay-trains", "Relay with large buffers, so that whole trains are received", List.of(),
                (topology, workload) -> new RelayFile(topology.first(), LARGE_BUFFERS).single(in(topology, workload))),
            relay(RELAY_PORTABLE, "Relay with Java's own channels instead of the system's calls",
                new VariantOptions("", List.of("--io", "portable"))),
            compiled(C_SEGMENT, "bare C loop, recvmmsg and UDP_SEGMENT"),
            compiled(C_RECV_SEND, "bare C loop, recv and send"),
            nio(),
            socat(),
            kernel(),
            direct());
    }

    /** From UDP over Aeron to UDP, in the order of the tables. */
    public static List<Peer> ofAeron()
    {
        return List.of(
            relayOverAeron(RELAY, "two relays, Aeron between them", VariantOptions.NONE), bareAeron(), direct());
    }

    /** Relay as users run it, from UDP to UDP. */
    public static Peer relay()
    {
        return relay(RELAY, "Relay as users run it", VariantOptions.NONE);
    }

    /** {@return Relay from UDP to UDP, started with more options} */
    public static Peer relay(final String name, final String description, final VariantOptions options)
    {
        return peer(name, description, (topology, workload) -> List.of(relayProcess(
            topology.first(), in(topology, workload), RelayFile.to(topology.first(), 0), options)));
    }

    /** {@return two relays with Aeron between them, started with more options} */
    public static Peer relayOverAeron(final String name, final String description, final VariantOptions options)
    {
        return peer(name, description, (topology, workload) ->
        {
            final String aeron = aeronUri(topology);
            return List.of(
                relayProcess(topology.last(), aeron, RelayFile.to(topology.last(), 0), options),
                relayProcess(topology.first(), in(topology, workload), aeron, options));
        });
    }

    /** {@return Relay, started with a file; when it has stopped, {@link Topology#reportOf} is there} */
    public static Peer relayFromFile(
        final String name, final String description, final Function<RelayFile, String> file)
    {
        return fromFile(
            name, description, List.of(), (topology, ignore) -> file.apply(new RelayFile(topology.first(), 0)));
    }

    /**
     * The same, to compare CPU time: its threads never spin before they sleep, because spinning would count as work.
     * Large buffers, 0 for none, let it take whole trains.
     */
    public static Peer sleepingRelay(
        final String name, final String description, final int largeBuffers, final Function<RelayFile, String> file)
    {
        return fromFile(name, description, List.of("--idle", "sleep"),
            (topology, ignore) -> file.apply(new RelayFile(topology.first(), largeBuffers)));
    }

    /** Nothing in between. */
    public static Peer direct()
    {
        return new Peer(DIRECT, "no relay: the limit of generator and sink", Core.NONE, false, List.of(),
            (topology, workload) -> List.of());
    }

    private static Peer peer(
        final String name, final String description, final BiFunction<Topology, Workload, List<Launch>> launches)
    {
        return new Peer(name, description, Core.RELAY, true, List.of(), launches);
    }

    private static Peer fromFile(
        final String name, final String description, final List<String> options,
        final BiFunction<Topology, Workload, String> file)
    {
        return peer(name, description, (topology, workload) ->
        {
            final Path config = write(topology.directory().resolve(name + ".yaml"), file.apply(topology, workload));
            final List<String> command = new ArrayList<>(List.of(Topology.launcher().toString(), "run",
                config.toString(), "--report", topology.reportOf(name).toString()));
            command.addAll(options);
            return List.of(Launch.of(topology.first(), command));
        });
    }

    private static Launch relayProcess(
        final Hop hop, final String from, final String to, final VariantOptions options)
    {
        final List<String> command =
            new ArrayList<>(List.of(Topology.launcher().toString(), "run", "--from", from, "--to", to));
        command.addAll(options.run());
        return new Launch(
            hop, command, options.jvm().isEmpty() ? Map.of() : Map.of("RELAY_JVM_OPTS", options.jvm()));
    }

    private static String in(final Topology topology, final Workload workload)
    {
        return RelayFile.from(topology.first(),
            Topology.IN_GROUP + (1 == workload.groups() ? "" : "/" + IN_PREFIX_LENGTH), Topology.IN_PORT);
    }

    private static String aeronUri(final Topology topology)
    {
        return "aeron:udp?endpoint=" + topology.first().outPeer() + ":" + AERON_PORT;
    }

    private static Peer compiled(final String program, final String description)
    {
        return new Peer(program, description, Core.RELAY, true, List.of(Programs.COMPILER), (topology, workload) ->
            List.of(Launch.of(topology.first(), concat(
                List.of(topology.directory().resolve(program).toString()), loop(topology.first(), workload)))));
    }

    private static Peer nio()
    {
        return peer(NIO, "bare Java loop, blocking DatagramChannel", (topology, workload) ->
            List.of(Launch.of(topology.first(), concat(topology.java(), concat(
                List.of(NioLoop.class.getName()), loop(topology.first(), workload))))));
    }

    private static Peer bareAeron()
    {
        return peer(BARE_AERON, "UDP to publication, subscription to UDP, the relay's driver settings",
            (topology, workload) -> List.of(
                aeronProcess(topology, topology.last(), workload, "far"),
                aeronProcess(topology, topology.first(), workload, "near")));
    }

    private static Launch aeronProcess(
        final Topology topology, final Hop hop, final Workload workload, final String end)
    {
        return Launch.of(hop, concat(topology.java(), concat(
            List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", AeronLoop.class.getName(), end,
                topology.aeronDirectory(end).toString(), aeronUri(topology)),
            loop(hop, workload))));
    }

    /** The arguments of the loops in C and Java. */
    private static List<String> loop(final Hop hop, final Workload workload)
    {
        return List.of(
            hop.inAddress(), Topology.IN_GROUP, Integer.toString(workload.groups()), Integer.toString(Topology.IN_PORT),
            hop.outAddress(), Topology.OUT_GROUP, Integer.toString(Topology.OUT_PORT),
            Integer.toString(Topology.SOCKET_BUFFER_LENGTH));
    }

    private static Peer socat()
    {
        return new Peer(SOCAT, "one way, one datagram at a time", Core.RELAY, true, List.of(SOCAT),
            (topology, workload) ->
            {
                final Hop hop = topology.first();
                final String memberships = IntStream.range(0, workload.groups())
                    .mapToObj(i -> RelayFile.group(Topology.IN_GROUP, i))
                    .map(group -> ",ip-add-membership=" + group + ":" + hop.inAddress())
                    .collect(Collectors.joining());
                return List.of(Launch.of(hop, List.of(SOCAT, "-u", "-b", "65536",
                    "UDP4-RECV:" + Topology.IN_PORT + ",reuseaddr,rcvbuf=" + Topology.SOCKET_BUFFER_LENGTH +
                        memberships,
                    "UDP4-SENDTO:" + Topology.OUT_GROUP + ":" + Topology.OUT_PORT + ",ip-multicast-if=" +
                        hop.outAddress() + ",ip-multicast-ttl=4,sndbuf=" + Topology.SOCKET_BUFFER_LENGTH)));
            });
    }

    private static Peer kernel()
    {
        return new Peer(KERNEL, "multicast forwarding in the kernel, set up by smcroute", Core.SENDER, false,
            List.of("smcrouted"), (topology, workload) ->
            {
                final Hop hop = topology.first();
                final Path config = write(topology.directory().resolve("smcroute.conf"), """
                    phyint %1$s enable ttl-threshold 1
                    phyint %2$s enable ttl-threshold 1
                    mroute from %1$s group %3$s/%4$d to %2$s
                    """.formatted(hop.inInterface(), hop.outInterface(), Topology.IN_GROUP, IN_PREFIX_LENGTH));
                return List.of(Launch.of(hop, List.of("smcrouted", "-n", "-N", "-f", config.toString(),
                    "-P", topology.directory().resolve("smcroute.pid").toString(),
                    "-u", topology.directory().resolve("smcroute.sock").toString())));
            });
    }

    private static List<String> concat(final List<String> first, final List<String> second)
    {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Path write(final Path file, final String text)
    {
        try
        {
            return Files.writeString(file, text);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
