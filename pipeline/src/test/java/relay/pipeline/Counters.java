package relay.pipeline;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in memory, for tests.
 */
final class Counters
{
    private static final int CAPACITY = 256;

    private Counters()
    {
    }

    static CountersManager inMemory()
    {
        return new CountersManager(
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY * CountersReader.METADATA_LENGTH)),
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY * CountersReader.COUNTER_LENGTH)));
    }
}
