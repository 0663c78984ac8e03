package relay.topology;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One namespace of a {@link Topology}, and the processes in it.
 */
final class Host
{
    /** What users run; null outside of {@code mvn verify}. */
    static final String RELAY_JAR = System.getProperty("relay.jar");

    /** Nothing that is started lives longer, even if the test run is killed. */
    private static final String LIFE_LIMIT = "180s";
    /** Shorter than a relay's own: tests start many, and measure nothing that it would change. */
    private static final String WARM_UP = "100ms";
    private static final List<String> JVM = List.of(
        "-XX:+UseSerialGC", "-Xmx128m", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError");
    /** Half a dozen processes start at once on two cores, and most tests count datagrams without measuring speed. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private final String name;
    private final String namespace;
    private final Path directory;
    private final Map<String, Integer> networks = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Child> children = new ArrayList<>();
    private boolean isMeasured;

    Host(final String name, final String namespace, final Path directory)
    {
        this.name = name;
        this.namespace = namespace;
        this.directory = directory;
    }

    String name()
    {
        return name;
    }

    String namespace()
    {
        return namespace;
    }

    /**
     * @param networkInterface called like the host or switch at its other end.
     * @return its IPv4 address.
     */
    String address(final String networkInterface)
    {
        return "10.99." + networks.get(networkInterface) + "." + numbers.get(networkInterface);
    }

    /**
     * @param networkInterface called like the host or switch at its other end.
     * @return its IPv6 address.
     */
    String address6(final String networkInterface)
    {
        return "fd99:" + networks.get(networkInterface) + "::" + numbers.get(networkInterface);
    }

    /**
     * Runs a command here, to its end.
     *
     * @param command and its arguments.
     * @return what it printed.
     */
    String run(final String... command)
    {
        return Shell.run(inside(command));
    }

    /**
     * Sets a kernel parameter of this namespace.
     *
     * @param key   as sysctl(8) wants it.
     * @param value of it.
     */
    void sysctl(final String key, final String value)
    {
        run("sysctl", "-qw", key + "=" + value);
    }

    /**
     * @param group of /proc/net/netstat or /proc/net/snmp, such as {@code TcpExt}.
     * @param name  of a counter there.
     * @return its value in this namespace.
     */
    long kernelCounter(final String group, final String name)
    {
        final List<String[]> lines = (run("cat", "/proc/net/netstat") + "\n" + run("cat", "/proc/net/snmp")).lines()
            .filter(line -> line.startsWith(group + ": ")).map(line -> line.split(" ")).toList();
        // a line of names, then one of values
        return Long.parseLong(lines.get(1)[Arrays.asList(lines.get(0)).indexOf(name)]);
    }

    /**
     * Starts {@code relay run}.
     *
     * @param relay name, unique on this machine when run through {@link #unique}.
     * @param yaml  configuration; {@code %RELAY%} stands for the relay's section, with layout compact, and
     *              {@code %STAGED%} for the one with layout staged.
     * @return a relay that starts up.
     */
    RelayProcess relay(final String relay, final String yaml)
    {
        final Path config = directory.resolve(relay + ".yaml");
        final String section = "relay: { name: " + unique(relay) + ", layout: ";
        write(config, yaml.replace("%RELAY%", section + "compact }").replace("%STAGED%", section + "staged }"));
        return relay(relay, new String[] {config.toString()});
    }

    /**
     * Starts {@code relay run} with arguments.
     *
     * @param relay     name for logs and files of the test.
     * @param arguments of {@code relay run}.
     * @return a relay that starts up.
     */
    RelayProcess relay(final String relay, final String... arguments)
    {
        final Path report = directory.resolve(relay + "-" + children.size() + ".json");
        final List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--report", report.toString(), "--duration", LIFE_LIMIT, "--warm-up", WARM_UP));
        return new RelayProcess(relay(relay, all), report);
    }

    /**
     * Starts {@code relay sink} and lets it run until it is told to stop.
     *
     * @param uris to listen to.
     * @return a sink that starts up.
     */
    Child sink(final String... uris)
    {
        final List<String> all =
            new ArrayList<>(List.of("sink", "--json", "--interval", "0s", "--duration", LIFE_LIMIT));
        Arrays.stream(uris).forEach(uri -> all.addAll(List.of("--from", uri)));
        return relay("sink", all);
    }

    /**
     * Starts {@code relay send}.
     *
     * @param uri       where to.
     * @param arguments more of them.
     * @return a generator that starts up.
     */
    Child send(final String uri, final String... arguments)
    {
        final List<String> all = new ArrayList<>(List.of("send", "--json", "--interval", "0s", "--to", uri));
        all.addAll(List.of(arguments));
        return relay("send", all);
    }

    /**
     * Starts a program of the tests.
     *
     * @param main      its class.
     * @param arguments of it.
     * @return a process that starts up.
     */
    Child java(final Class<?> main, final String... arguments)
    {
        final List<String> command = javaCommand();
        final Path tests = Path.of(main.getProtectionDomain().getCodeSource().getLocation().getPath());
        // the jar says itself that Agrona's buffers reach into java.base, but not on a class path
        command.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", tests + File.pathSeparator + RELAY_JAR, main.getName()));
        command.addAll(List.of(arguments));
        return start(main.getSimpleName(), command);
    }

    /**
     * Starts any command.
     *
     * @param label   for people.
     * @param command and its arguments.
     * @return a process that starts up.
     */
    Child start(final String label, final List<String> command)
    {
        final String file = name + "-" + children.size() + "-" + label;
        final Child child = Child.start(
            label + " on " + name,
            List.of(inside(command.toArray(new String[0]))),
            directory.resolve(file + ".out"),
            directory.resolve(file + ".err"));
        children.add(child);
        return child;
    }

    /**
     * @return the command that runs the verb that follows.
     */
    List<String> relayCommand()
    {
        final List<String> command = javaCommand();
        command.add("-XX:SharedArchiveFile=" + ClassArchive.FILE);
        command.addAll(List.of("-jar", RELAY_JAR));
        return command;
    }

    /**
     * @param relay name in a test.
     * @return one that no other run of the tests uses: it is part of the name of a directory in memory.
     */
    String unique(final String relay)
    {
        return relay + "-" + ProcessHandle.current().pid();
    }

    /**
     * @param file name.
     * @return its path in the directory of the topology, which is deleted at the end.
     */
    Path file(final String file)
    {
        return directory.resolve(file);
    }

    /**
     * What is started here from now on is compiled as users have it.
     *
     * @return this.
     */
    Host measured()
    {
        isMeasured = true;
        return this;
    }

    void initialise()
    {
        run("ip", "link", "set", "dev", "lo", "up");
        // addresses are ready at once, and sources are judged by the interface's own setting
        run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0", "net.ipv4.conf.all.rp_filter=0",
            "net.ipv4.conf.default.rp_filter=0");
    }

    void configure(final String networkInterface, final int network, final int number)
    {
        networks.put(networkInterface, network);
        numbers.put(networkInterface, number);
        run("ip", "address", "add", address(networkInterface) + "/24", "dev", networkInterface);
        run("ip", "address", "add", address6(networkInterface) + "/64", "dev", networkInterface, "nodad");
        run("ip", "link", "set", "dev", networkInterface, "up");
        if (1 == networks.size())
        {
            run("ip", "route", "add", "224.0.0.0/4", "dev", networkInterface);
        }
    }

    void printEvidence(final PrintStream out)
    {
        out.println("=== host " + name);
        out.println(Shell.tryRun(inside("ip", "-s", "link")).output());
        out.println(Shell.tryRun(inside("cat", "/proc/net/snmp")).output().lines()
            .filter(line -> line.startsWith("Udp:")).toList());
        children.forEach(child -> child.printEvidence(out));
    }

    void killAll()
    {
        children.forEach(Child::kill);
    }

    private Child relay(final String label, final List<String> arguments)
    {
        final List<String> command = relayCommand();
        command.addAll(arguments);
        return start(label, command);
    }

    private List<String> javaCommand()
    {
        final List<String> command = new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JVM);
        if (!isMeasured)
        {
            command.add(QUICK_COMPILER);
        }
        return command;
    }

    private String[] inside(final String... command)
    {
        final List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all.toArray(new String[0]);
    }

    private static void write(final Path file, final String text)
    {
        try
        {
            Files.writeString(file, text);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
