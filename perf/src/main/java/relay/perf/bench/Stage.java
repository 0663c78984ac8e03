package relay.perf.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.agrona.IoUtil;

/**
 * Where contestants are measured, once it is set up.
 *
 * @param network   built.
 * @param cores     of contestant and traffic.
 * @param directory with the compiled programs; for files, deleted at the end.
 * @param launcher  {@code ./relay}.
 * @param out       for what people may want to know meanwhile.
 * @param cleanUp   knows whether the run is being stopped.
 */
public record Stage(Network network, Cores cores, Path directory, Path launcher, PrintWriter out, CleanUp cleanUp)
{
    private static final String LAUNCHER_PROP_NAME = "relay.launcher";
    private static final String JVM_OPTIONS_PROP_NAME = "relay.jvm.options";

    /**
     * Sets up all, and removes it again, however it ends.
     *
     * @param hops  processes in a row that a datagram passes, 1 or 2.
     * @param cores of contestant and traffic.
     * @param out   for people.
     * @param play  what is to be done there.
     * @param <T>   what comes of it.
     * @return the same.
     * @throws IOException if files cannot be written.
     */
    public static <T> T set(final int hops, final Cores cores, final PrintWriter out, final Function<Stage, T> play)
        throws IOException
    {
        try (CleanUp cleanUp = new CleanUp())
        {
            Network.removeLeftOvers();
            final Path directory = Files.createTempDirectory("relay-bench-");
            cleanUp.add(() -> IoUtil.delete(directory.toFile(), true));
            cleanUp.add(() -> IoUtil.delete(Scene.aeronParent(directory).toFile(), true));
            Programs.compile(directory);
            out.println(SocketLimits.raise(Scene.SOCKET_BUFFER_LENGTH, cleanUp));
            out.flush();
            final Network network = Network.ofHops(hops);
            cleanUp.add(network::close);
            network.build();
            return play.apply(new Stage(network, cores, directory, findLauncher(), out, cleanUp));
        }
    }

    /**
     * Starts a contestant, waits until datagrams come through, and stops it in the end.
     *
     * @param contestant to start.
     * @param workload   that it must be ready for.
     * @param measure    with the traffic of that workload, and of others.
     * @param <T>        what comes of it.
     * @return the same.
     * @throws IOException         if a process cannot be started.
     * @throws ContestantException if one ends before its time, or nothing comes through.
     */
    public <T> T play(
        final Contestant contestant, final Workload workload,
        final BiFunction<Traffic, Function<Workload, Traffic>, T> measure) throws IOException
    {
        try (RunningContestant running = start(contestant, workload))
        {
            final Function<Workload, Traffic> traffics = each -> new Traffic(
                network, directory.resolve(Programs.TRAFFIC), cores, each, contestant, running.pids());
            return measure(running, traffics.apply(workload), traffics, measure);
        }
    }

    private static <T> T measure(
        final RunningContestant running, final Traffic traffic, final Function<Workload, Traffic> traffics,
        final BiFunction<Traffic, Function<Workload, Traffic>, T> measure)
    {
        try
        {
            running.awaitReady(traffic::isThrough);
            final T result = measure.apply(traffic, traffics);
            running.checkAlive();
            return result;
        }
        catch (final BenchException ex)
        {
            // the traffic program fails too when a process is gone: what that one said tells more
            running.checkAlive();
            throw ex;
        }
    }

    /**
     * Starts a contestant.
     *
     * @param contestant to start.
     * @param workload   that it must be ready for.
     * @return started, not yet known to work.
     * @throws IOException if a process cannot be started.
     */
    public RunningContestant start(final Contestant contestant, final Workload workload) throws IOException
    {
        return RunningContestant.start(contestant, scene(workload), cores.relay());
    }

    /** The launcher says where it is; a jar that was started without it knows where it was built. */
    public static Path findLauncher()
    {
        final String said = System.getProperty(LAUNCHER_PROP_NAME);
        final Path launcher = null == said ? perfJar().resolve("../../../relay").normalize() : Path.of(said);
        if (!Files.isExecutable(launcher))
        {
            throw new BenchException("there is no launcher " + launcher + ": start this by ./relay bench");
        }
        return launcher;
    }

    private Scene scene(final Workload workload)
    {
        return new Scene(network.places(), workload, directory, launcher, java(), perfJar(), directory);
    }

    /** The java of this JVM, and the options that the launcher gives every relay. */
    private static List<String> java()
    {
        final List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(Arrays.stream(System.getProperty(JVM_OPTIONS_PROP_NAME, "").split(" "))
            .filter(option -> !option.isEmpty()).toList());
        return java;
    }

    private static Path perfJar()
    {
        return Path.of(Stage.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
