package relay.perf.topology;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.agrona.IoUtil;
import relay.perf.machine.BenchException;
import relay.perf.machine.Cores;
import relay.perf.machine.Machine;

/**
 * The namespaces of a run, built, with everything that peers need to start. Used by the harness's thread.
 *
 * @param network   built.
 * @param machine   it is on.
 * @param cores     of peer and traffic.
 * @param directory with the compiled programs; for files, deleted at the end.
 * @param out       for progress.
 * @param cleanUp   knows whether the run is being stopped.
 */
public record Topology(
    Network network, Machine machine, Cores cores, Path directory, PrintWriter out, CleanUp cleanUp)
{
    /** First of the groups that the generator sends to; a multiple of 256, so that many have one prefix. */
    static final String IN_GROUP = "239.1.1.0";
    static final int IN_PORT = 5_000;
    static final String OUT_GROUP = "239.2.2.2";
    static final int OUT_PORT = 6_000;
    /** Every peer asks for this much, in bytes, for sending and receiving. */
    public static final int SOCKET_BUFFER_LENGTH = 4 * 1024 * 1024;

    private static final String LAUNCHER_PROP_NAME = "relay.launcher";
    private static final String JVM_OPTIONS_PROP_NAME = "relay.jvm.options";

    /** Part of a run. */
    @FunctionalInterface
    public interface Work
    {
        /**
         * @throws IOException if a process cannot be started or a file not be written.
         */
        void run() throws IOException;
    }

    /**
     * Builds everything, and removes it again, however the run ends.
     *
     * @param hops    processes in a row that a datagram passes, 1 or 2.
     * @param machine to build it on.
     * @param cores   of peer and traffic.
     * @param out     for progress.
     * @param run     takes place in it.
     * @param <T>     result of that.
     * @return the result.
     * @throws IOException if files cannot be written.
     */
    public static <T> T build(
        final int hops, final Machine machine, final Cores cores, final PrintWriter out,
        final Function<Topology, T> run) throws IOException
    {
        try (CleanUp cleanUp = new CleanUp())
        {
            Network.removeLeftOvers();
            final Path directory = Files.createTempDirectory("relay-bench-");
            cleanUp.add(() -> IoUtil.delete(directory.toFile(), true));
            cleanUp.add(() -> IoUtil.delete(aeronParent(directory).toFile(), true));
            Programs.compile(directory);
            out.println(SocketLimits.raise(SOCKET_BUFFER_LENGTH, cleanUp));
            out.flush();
            final Network network = Network.ofHops(hops);
            cleanUp.add(network::close);
            network.build();
            return run.apply(new Topology(network, machine, cores, directory, out, cleanUp));
        }
    }

    /**
     * Starts a peer, waits until datagrams come through, and stops the peer in the end.
     *
     * @param peer     to start.
     * @param workload that it must be ready for.
     * @param measure  with traffic through the peer.
     * @param <T>      result of that.
     * @return the result.
     * @throws IOException   if a process cannot be started.
     * @throws PeerException if the peer ends before its time, or nothing comes through.
     */
    public <T> T with(final Peer peer, final Workload workload, final Function<Traffic, T> measure) throws IOException
    {
        try (RunningPeer running = start(peer, workload))
        {
            final Traffic traffic = new Traffic(this, peer, running.pids());
            try
            {
                running.awaitReady(() -> traffic.isThrough(workload));
                final T result = measure.apply(traffic);
                running.checkAlive();
                return result;
            }
            catch (final BenchException ex)
            {
                // the traffic program fails too when a process is gone: the message of that process says more
                running.checkAlive();
                throw ex;
            }
        }
    }

    /** {@return a peer that must be ready for a workload, started, not yet known to work} */
    public RunningPeer start(final Peer peer, final Workload workload) throws IOException
    {
        return RunningPeer.start(peer.name(), peer.launches().apply(this, workload), directory, cores.relay());
    }

    /**
     * @param what to do, for the message.
     * @param work to try.
     * @return null, or why it failed; then the failure has been printed.
     * @throws BenchException if it failed because the run is being stopped.
     */
    public String attempt(final String what, final Work work)
    {
        try
        {
            work.run();
            return null;
        }
        catch (final BenchException | IOException ex)
        {
            if (cleanUp.isShuttingDown())
            {
                throw new BenchException("stopped", ex);
            }
            say(what + " is left out: " + ex.getMessage());
            return ex.getMessage();
        }
    }

    public void say(final String progress)
    {
        out.println(progress);
        out.flush();
    }

    /** {@return the launcher {@code ./relay}: of the system property that it sets, or where this jar was built} */
    public static Path launcher()
    {
        final String said = System.getProperty(LAUNCHER_PROP_NAME);
        final Path launcher = null == said ? perfJar().resolve("../../../relay").normalize() : Path.of(said);
        if (!Files.isExecutable(launcher))
        {
            throw new BenchException("there is no launcher " + launcher + ": start this by ./relay bench");
        }
        return launcher;
    }

    /** {@return the report of a relay that was started with a file, once it has stopped} */
    public Path reportOf(final String relay)
    {
        return directory.resolve(relay + "-report.json");
    }

    Hop first()
    {
        return network.hops().getFirst();
    }

    Hop last()
    {
        return network.hops().getLast();
    }

    /** The directory of an Aeron driver, for one end of a pair. */
    Path aeronDirectory(final String end)
    {
        return aeronParent(directory).resolve(end);
    }

    /** The java of this JVM with the options that the launcher gives every relay, to run a class of this jar. */
    List<String> java()
    {
        final List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(Arrays.stream(System.getProperty(JVM_OPTIONS_PROP_NAME, "").split(" "))
            .filter(option -> !option.isEmpty()).toList());
        java.addAll(List.of("-cp", perfJar().toString()));
        return java;
    }

    /** In memory where the system has such a place, as a relay's own. */
    private static Path aeronParent(final Path directory)
    {
        final Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory.resolve(directory.getFileName()) : directory.resolve("aeron");
    }

    private static Path perfJar()
    {
        return Path.of(Topology.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
