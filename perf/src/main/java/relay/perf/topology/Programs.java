package relay.perf.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import relay.perf.machine.Shell;

/**
 * The benchmark's C programs: sources in the jar, compiled at the start of each run.
 */
public final class Programs
{
    public static final String COMPILER = "cc";
    static final String TRAFFIC = "traffic";
    /** Watches when groups are joined and left. */
    public static final String MEMBERSHIP = "membership";
    private static final List<String> NAMES = List.of(TRAFFIC, MEMBERSHIP, Peers.C_RECV_SEND, Peers.C_SEGMENT);
    private static final String HEADER = "net.h";

    private Programs()
    {
    }

    /**
     * @param directory to write sources and programs to.
     * @throws relay.perf.machine.BenchException if the compiler refuses one, with what it says.
     */
    static void compile(final Path directory)
    {
        extract(HEADER, directory);
        for (final String name : NAMES)
        {
            final Path source = extract(name + ".c", directory);
            Shell.run(COMPILER, "-O2", "-Wall", "-o", directory.resolve(name).toString(), source.toString());
        }
    }

    private static Path extract(final String resource, final Path directory)
    {
        final Path file = directory.resolve(resource);
        try (InputStream stream = Programs.class.getResourceAsStream(resource))
        {
            Files.copy(stream, file);
            return file;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
