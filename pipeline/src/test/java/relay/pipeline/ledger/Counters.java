package relay.pipeline.ledger;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters in memory, for tests.
 */
public final class Counters
{
    private static final int CAPACITY = 256;

    private Counters()
    {
    }

    public static CountersManager inMemory()
    {
        return new CountersManager(
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY * CountersReader.METADATA_LENGTH)),
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY * CountersReader.COUNTER_LENGTH)));
    }
}
