package relay.perf.experiment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The JVMs that measure: they have the options that every relay has.
 */
final class MeasuringJvm
{
    /** As in the manifest of the relay's jar; and JMH uses what the JVM would warn of. */
    private static final List<String> ACCESS = List.of(
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    private static final String RELAY_OPTIONS = "-XX:+UseSerialGC -Xms256m -Xmx256m";
    /** The benchmarks have a limit of their own, which makes the collector free direct buffers. */
    private static final String DIRECT_MEMORY = "-XX:MaxDirectMemorySize=";

    private MeasuringJvm()
    {
    }

    /**
     * @return the relay's options as the launcher passes them, and the access that buffers need.
     */
    static List<String> options()
    {
        final List<String> options = new ArrayList<>(ACCESS);
        Arrays.stream(System.getProperty("relay.jvm.options", RELAY_OPTIONS).split("\\s+"))
            .filter(option -> !option.isEmpty())
            .filter(option -> !option.startsWith(DIRECT_MEMORY) && !option.startsWith("-XX:AOTCache"))
            .forEach(options::add);
        return options;
    }

    /**
     * @param first directory of classes that win over others, or null.
     * @return a class path with all that this process has.
     */
    static String classPath(final Path first)
    {
        final String all = System.getProperty("java.class.path");
        return null == first ? all : first + File.pathSeparator + all;
    }

    /**
     * Runs a class to its end.
     *
     * @param main the class.
     * @param args of it.
     * @return the lines that it printed.
     * @throws IOException          if it cannot be started, or fails.
     * @throws InterruptedException if interrupted meanwhile; it is ended then.
     */
    static List<String> run(final Class<?> main, final String... args) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("-cp", classPath(null), main.getName()));
        command.addAll(List.of(args));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try
        {
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (0 != process.waitFor())
            {
                throw new IOException(
                    main.getSimpleName() + " ended with status " + process.exitValue() + ": " + output);
            }
            return output.lines().toList();
        }
        finally
        {
            process.destroyForcibly();
        }
    }
}
