package relay.perf.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import relay.perf.bench.Contestant.Core;

/**
 * Who takes part, one method each. A further peer is one more method here and its name in a list.
 */
public final class Contestants
{
    static final String RELAY = "relay";
    static final String RELAY_TRAINS = "relay-trains";
    static final String RELAY_PORTABLE = "relay-portable";
    /** Not measured unless asked for. */
    static final Set<String> ON_REQUEST = Set.of(RELAY_PORTABLE);
    static final String SOCAT = "socat";
    static final String KERNEL = "kernel";
    static final String NIO = "nio";
    static final String C_RECV_SEND = "c-recv-send";
    static final String C_SEGMENT = "c-segment";
    static final String BARE_AERON = "bare-aeron";
    static final String DIRECT = "direct";
    private static final int AERON_PORT = 40_123;
    /** A train holds one until it is sent: enough for what one duty cycle receives. */
    private static final int LARGE_BUFFERS = 16;

    private Contestants()
    {
    }

    /**
     * @return those that stand between UDP and UDP, in the order of the tables.
     */
    static List<Contestant> ofUdp()
    {
        return List.of(
            relay(),
            relayFromFile(RELAY_TRAINS, "Relay with large buffers, so that whole trains are received", scene ->
                new RelayFile(scene.first(), LARGE_BUFFERS).single(udpIn(scene))),
            relay(RELAY_PORTABLE, "Relay with what every Java has instead of the system's own calls",
                new VariantOptions("", List.of("--io", "portable"))),
            compiled(C_SEGMENT, "bare C loop, recvmmsg and UDP_SEGMENT"),
            compiled(C_RECV_SEND, "bare C loop, recv and send"),
            java(NIO, "bare Java loop, blocking DatagramChannel", NioLoop.class),
            socat(),
            kernel(),
            direct());
    }

    /**
     * @return those that carry UDP over Aeron to UDP, in the order of the tables.
     */
    static List<Contestant> ofAeron()
    {
        return List.of(relayOverAeron(RELAY, "two relays, Aeron between them", VariantOptions.NONE), bareAeron(), direct());
    }

    /**
     * @param name        of it.
     * @param description one line for people.
     * @param options     that make it different.
     * @return Relay, started with more options, from UDP to UDP.
     */
    static Contestant relay(final String name, final String description, final VariantOptions options)
    {
        return new Contestant(name, description, Core.RELAY, true, List.of(), scene -> List.of(
            relayProcess(scene, scene.first(), udpIn(scene), udpOut(scene.first()), options)));
    }

    /**
     * @param name        of it.
     * @param description one line for people.
     * @param options     that make it different.
     * @return two relays, started with more options, with Aeron between them.
     */
    static Contestant relayOverAeron(final String name, final String description, final VariantOptions options)
    {
        return new Contestant(name, description, Core.RELAY, true, List.of(), scene ->
        {
            final String aeron = "aeron:udp?endpoint=" + scene.first().outPeer() + ":" + AERON_PORT;
            return List.of(
                relayProcess(scene, scene.last(), aeron, udpOut(scene.last()), options),
                relayProcess(scene, scene.first(), udpIn(scene), aeron, options));
        });
    }

    /**
     * @param name        of it, fit for names of files.
     * @param description one line for people.
     * @param file        its configuration.
     * @return Relay, started with that file; when it has stopped, {@link #report} is there.
     */
    public static Contestant relayFromFile(final String name, final String description, final Function<Scene, String> file)
    {
        return relayFromFile(name, description, file, List.of());
    }

    /**
     * The same where CPU time is what is measured: its threads never look again before they sleep, for that would be
     * counted with the work.
     */
    static Contestant sleepingRelay(final String name, final String description, final Function<Scene, String> file)
    {
        return relayFromFile(name, description, file, List.of("--idle", "sleep"));
    }

    private static Contestant relayFromFile(
        final String name, final String description, final Function<Scene, String> file, final List<String> options)
    {
        return new Contestant(name, description, Core.RELAY, true, List.of(), scene ->
        {
            final Path config = write(scene.directory().resolve(name + ".yaml"), file.apply(scene));
            final List<String> command = new ArrayList<>(List.of(scene.launcher().toString(), "run", config.toString(),
                "--report", report(scene.directory(), name).toString()));
            command.addAll(options);
            return List.of(new Launch(scene.first(), command, Map.of()));
        });
    }

    /**
     * @param directory of the run.
     * @param name      of a relay that was started with a file.
     * @return where it leaves its report.
     */
    static Path report(final Path directory, final String name)
    {
        return directory.resolve(name + "-report.json");
    }

    /**
     * @return Relay as users run it, from UDP to UDP.
     */
    public static Contestant relay()
    {
        return relay(RELAY, "Relay as users run it", VariantOptions.NONE);
    }

    private static Launch relayProcess(
        final Scene scene, final Place place, final String from, final String to, final VariantOptions options)
    {
        final List<String> command =
            new ArrayList<>(List.of(scene.launcher().toString(), "run", "--from", from, "--to", to));
        command.addAll(options.run());
        return new Launch(
            place, command, options.jvm().isEmpty() ? Map.of() : Map.of("RELAY_JVM_OPTS", options.jvm()));
    }

    private static String udpIn(final Scene scene)
    {
        final String prefix = 1 == scene.workload().groups() ? "" : "/" + Scene.IN_PREFIX_LENGTH;
        return "udp://" + Scene.IN_GROUP + prefix + ":" + Scene.IN_PORT + "?interface=" + scene.first().inInterface() +
            "&receive-buffer=" + Scene.SOCKET_BUFFER_LENGTH;
    }

    private static String udpOut(final Place place)
    {
        return "udp://" + Scene.OUT_GROUP + ":" + Scene.OUT_PORT + "?interface=" + place.outInterface() +
            "&ttl=4&send-buffer=" + Scene.SOCKET_BUFFER_LENGTH;
    }

    private static Contestant compiled(final String program, final String description)
    {
        return new Contestant(program, description, Core.RELAY, true, List.of(Programs.COMPILER), scene ->
        {
            final List<String> command = new ArrayList<>(List.of(scene.programs().resolve(program).toString()));
            command.addAll(loopArguments(scene, scene.first()));
            return List.of(new Launch(scene.first(), command, Map.of()));
        });
    }

    private static Contestant java(final String name, final String description, final Class<?> main)
    {
        return new Contestant(name, description, Core.RELAY, true, List.of(), scene ->
        {
            final List<String> command = new ArrayList<>(scene.java());
            command.addAll(List.of("-cp", scene.perfJar().toString(), main.getName()));
            command.addAll(loopArguments(scene, scene.first()));
            return List.of(new Launch(scene.first(), command, Map.of()));
        });
    }

    private static Contestant bareAeron()
    {
        return new Contestant(BARE_AERON, "UDP to publication, subscription to UDP, the relay's driver settings",
            Core.RELAY, true, List.of(), scene -> List.of(
                aeronProcess(scene, scene.last(), "far"), aeronProcess(scene, scene.first(), "near")));
    }

    private static Launch aeronProcess(final Scene scene, final Place place, final String end)
    {
        final List<String> command = new ArrayList<>(scene.java());
        command.addAll(List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", scene.perfJar().toString(), AeronLoop.class.getName(), end,
            // in memory, as the relay's own
            scene.aeronDirectory(end).toString(), "aeron:udp?endpoint=" + scene.first().outPeer() + ":" + AERON_PORT));
        command.addAll(loopArguments(scene, place));
        return new Launch(place, command, Map.of());
    }

    /** Alike for the loops in C and Java. */
    private static List<String> loopArguments(final Scene scene, final Place place)
    {
        return List.of(
            place.inAddress(), Scene.IN_GROUP, Integer.toString(scene.workload().groups()),
            Integer.toString(Scene.IN_PORT),
            place.outAddress(), Scene.OUT_GROUP, Integer.toString(Scene.OUT_PORT),
            Integer.toString(Scene.SOCKET_BUFFER_LENGTH));
    }

    private static Contestant socat()
    {
        return new Contestant(SOCAT, "one way, one datagram at a time", Core.RELAY, true, List.of(SOCAT), scene ->
        {
            final Place place = scene.first();
            final String memberships = groups(scene.workload())
                .map(group -> ",ip-add-membership=" + group + ":" + place.inAddress()).collect(Collectors.joining());
            return List.of(Launch.of(place, SOCAT, "-u", "-b", "65536",
                "UDP4-RECV:" + Scene.IN_PORT + ",reuseaddr,rcvbuf=" + Scene.SOCKET_BUFFER_LENGTH + memberships,
                "UDP4-SENDTO:" + Scene.OUT_GROUP + ":" + Scene.OUT_PORT + ",ip-multicast-if=" + place.outAddress() +
                    ",ip-multicast-ttl=4,sndbuf=" + Scene.SOCKET_BUFFER_LENGTH));
        });
    }

    private static Stream<String> groups(final Workload workload)
    {
        final String stem = Scene.IN_GROUP.substring(0, Scene.IN_GROUP.lastIndexOf('.') + 1);
        return IntStream.range(0, workload.groups()).mapToObj(i -> stem + i);
    }

    private static Contestant kernel()
    {
        return new Contestant(KERNEL, "multicast forwarding in the kernel, set up by smcroute", Core.SENDER, false,
            List.of("smcrouted"), scene ->
            {
                final Place place = scene.first();
                final Path config = write(scene.directory().resolve("smcroute.conf"), """
                    phyint %1$s enable ttl-threshold 1
                    phyint %2$s enable ttl-threshold 1
                    mroute from %1$s group %3$s/%4$d to %2$s
                    """.formatted(place.inInterface(), place.outInterface(), Scene.IN_GROUP, Scene.IN_PREFIX_LENGTH));
                return List.of(Launch.of(place, "smcrouted", "-n", "-N", "-f", config.toString(),
                    "-P", scene.directory().resolve("smcroute.pid").toString(),
                    "-u", scene.directory().resolve("smcroute.sock").toString()));
            });
    }

    /**
     * @return nothing in between.
     */
    public static Contestant direct()
    {
        return new Contestant(
            DIRECT, "no relay: the limit of generator and sink", Core.NONE, false, List.of(), scene -> List.of());
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
