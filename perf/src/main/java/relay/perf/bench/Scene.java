package relay.perf.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a contestant needs to know to start.
 *
 * @param places   where its processes stand, from the generator to the sink.
 * @param workload to carry.
 * @param programs compiled C programs.
 * @param launcher {@code ./relay}.
 * @param java     the java of this JVM, and the options that the launcher gives every relay.
 * @param perfJar  this program.
 * @param directory for files, deleted at the end.
 */
public record Scene(
    List<Place> places, Workload workload, Path programs, Path launcher, List<String> java, Path perfJar, Path directory)
{
    /** First of the groups that the generator sends to; a multiple of 16, so that 16 have one prefix. */
    public static final String IN_GROUP = "239.1.1.0";
    static final int IN_PREFIX_LENGTH = 28;
    public static final int IN_PORT = 5_000;
    public static final String OUT_GROUP = "239.2.2.2";
    public static final int OUT_PORT = 6_000;
    /** Every contestant asks for this much, in bytes, for sending and receiving. */
    static final int SOCKET_BUFFER_LENGTH = 4 * 1024 * 1024;

    /**
     * @param end which process of a pair.
     * @return for an Aeron driver.
     */
    Path aeronDirectory(final String end)
    {
        return aeronParent(directory).resolve(end);
    }

    /**
     * @param directory of the run.
     * @return for directories of Aeron drivers, in memory where the system has such a place; deleted at the end.
     */
    static Path aeronParent(final Path directory)
    {
        final Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory.resolve(directory.getFileName()) : directory.resolve("aeron");
    }

    public Place first()
    {
        return places.getFirst();
    }

    Place last()
    {
        return places.getLast();
    }
}
