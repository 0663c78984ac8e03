package relay.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A short run of the jcstress tests, from the jar. {@code java -jar perf/target/relay-perf.jar stress} is a long one,
 * in all modes of the compiler. Reports stay in {@code perf/target/jcstress}.
 */
class StressIT
{
    private static final List<String> TESTS = List.of("LaneHandOff.Fence", "LaneHandOff.FenceBesideOthers",
        "LaneHandOff.Judge", "LaneHandOff.LendAgain", "LaneHandOff.Publish", "LaneHandOff.TwoReaders",
        "UnpublishedSlots");

    /**
     * A second a test, in one JVM each: some millions of hand-offs. The stride is small because each state has a lane.
     */
    private static final List<String> SHORT_RUN = List.of(
        "-v", "-m", "quick", "-f", "1", "-iters", "1", "-time", "1000", "-hs", "512", "-strideSize", "8",
        "-sc", "false", "-jvmArgs", "-XX:+UseParallelGC", "-r", "report");

    @Test
    @Timeout(300)
    void shouldSeeNoForbiddenOutcome() throws IOException, InterruptedException
    {
        final Path jar = Path.of(System.getProperty("relay.perf.jar"));
        final Path directory = Files.createDirectories(jar.resolveSibling("jcstress"));
        final Path log = directory.resolve("jcstress.log");
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString(), "stress"));
        command.addAll(SHORT_RUN);
        final Process process = new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
        try
        {
            assertTrue(process.waitFor(240, TimeUnit.SECONDS), () -> "not done after 240 s:\n" + read(log));
            assertEquals(0, process.exitValue(), () -> read(log));
            for (final String test : TESTS)
            {
                assertTrue(read(log).contains("[OK] relay.pool.jcstress." + test),
                    () -> test + " did not run:\n" + read(log));
            }
        }
        finally
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String read(final Path log)
    {
        try
        {
            return Files.readString(log);
        }
        catch (final IOException ex)
        {
            return log + ": " + ex.getMessage();
        }
    }
}
