package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * What a relay that was killed had counted: its counters are in a mapped file, which survives the process, until the
 * relay is started again.
 */
final class DeadRelay
{
    private static final int HEADER_LENGTH = 64;

    private final Map<String, Long> counters = new TreeMap<>();

    private DeadRelay()
    {
    }

    /**
     * @param relay full name.
     * @return its counters.
     */
    static DeadRelay read(final String relay)
    {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/dev/shm"), "relay-" + relay + "-*"))
        {
            final List<Path> directories = new ArrayList<>();
            found.forEach(directories::add);
            assertEquals(1, directories.size(), () -> "directories that " + relay + " left: " + directories);
            final MappedByteBuffer mapped =
                IoUtil.mapExistingFile(directories.getFirst().resolve("counters.dat").toFile(), "counters");
            final DeadRelay dead = new DeadRelay();
            dead.read(mapped);
            IoUtil.unmap(mapped);
            return dead;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * @param label of a counter.
     * @return its value.
     */
    long count(final String label)
    {
        return counters.get(label);
    }

    @Override
    public String toString()
    {
        return counters.toString();
    }

    private void read(final MappedByteBuffer mapped)
    {
        final int capacity = (int)new UnsafeBuffer(mapped).getLong(0, java.nio.ByteOrder.LITTLE_ENDIAN);
        final int valuesLength = capacity * CountersReader.COUNTER_LENGTH;
        final CountersReader reader = new CountersReader(
            new UnsafeBuffer(mapped, HEADER_LENGTH + valuesLength, capacity * CountersReader.METADATA_LENGTH),
            new UnsafeBuffer(mapped, HEADER_LENGTH, valuesLength));
        reader.forEach((value, id, label) -> counters.put(label, value));
    }
}
