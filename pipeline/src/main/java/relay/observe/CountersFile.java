package relay.observe;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in a memory-mapped file: they survive the end of the process, and any other process can read them. The file
 * begins with eight bytes that say how many counters there is room for, little-endian; then come Agrona's counter
 * values, then their metadata.
 *
 * <p>The mapping lives as long as any counter in it is referenced: a late reader never meets unmapped memory.
 */
public final class CountersFile
{
    private static final int HEADER_LENGTH = 64;

    private final CountersManager counters;

    /**
     * @param file     to create; it must not exist.
     * @param capacity how many counters there shall be room for.
     */
    public CountersFile(final Path file, final int capacity)
    {
        final int valuesLength = capacity * CountersReader.COUNTER_LENGTH;
        final int metadataLength = capacity * CountersReader.METADATA_LENGTH;
        final MappedByteBuffer mapped = IoUtil.mapNewFile(
            file.toFile(), length(capacity));
        final UnsafeBuffer whole = new UnsafeBuffer(mapped);
        whole.putLong(0, capacity, ByteOrder.LITTLE_ENDIAN);
        counters = new CountersManager(
            new UnsafeBuffer(mapped, HEADER_LENGTH + valuesLength, metadataLength),
            new UnsafeBuffer(mapped, HEADER_LENGTH, valuesLength));
    }

    /**
     * @param capacity how many counters there shall be room for.
     * @return bytes of the file.
     */
    public static long length(final int capacity)
    {
        return HEADER_LENGTH + (long)capacity * (CountersReader.COUNTER_LENGTH + CountersReader.METADATA_LENGTH);
    }

    /**
     * @param file that another process may be writing to.
     * @return values by label, in the order in which the counters were made.
     * @throws IOException if it cannot be read, or is none.
     */
    public static Map<String, Long> read(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file))
        {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            final UnsafeBuffer whole = new UnsafeBuffer(mapped);
            final long capacity = whole.capacity() < HEADER_LENGTH ? 0 : whole.getLong(0, ByteOrder.LITTLE_ENDIAN);
            if (capacity < 1 || capacity > Integer.MAX_VALUE || length((int)capacity) != whole.capacity())
            {
                throw new IOException(file + " holds no counters");
            }
            final int valuesLength = (int)capacity * CountersReader.COUNTER_LENGTH;
            final Map<String, Long> values = new LinkedHashMap<>();
            new CountersReader(
                new UnsafeBuffer(whole, HEADER_LENGTH + valuesLength, (int)capacity * CountersReader.METADATA_LENGTH),
                new UnsafeBuffer(whole, HEADER_LENGTH, valuesLength))
                .forEach((value, ignore, label) -> values.put(label, value));
            return values;
        }
    }

    /**
     * @return to make counters with; one thread at a time.
     */
    public CountersManager counters()
    {
        return counters;
    }
}
