package relay.observe;

import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
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
     * @return to make counters with; one thread at a time.
     */
    public CountersManager counters()
    {
        return counters;
    }
}
