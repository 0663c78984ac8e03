package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DatagramBatchTest
{
    private static final int LENGTH = 20;

    @Test
    void shouldReadBitsWhereverTheyLie()
    {
        final byte[] payload = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++)
        {
            payload[i] = (byte)(i * 37 + 131);
        }
        for (int inPosted = 0; inPosted <= LENGTH; inPosted++)
        {
            final DatagramBatch batch = batch(payload, inPosted);
            for (int width = 1; width <= Long.BYTES; width++)
            {
                for (int offset = 0; offset + width <= LENGTH; offset++)
                {
                    long expected = 0;
                    for (int i = 0; i < width; i++)
                    {
                        expected |= (payload[offset + i] & 0xFFL) << Byte.SIZE * i;
                    }
                    assertEquals(expected, batch.bits(1, offset, width), inPosted + " " + offset + " " + width);
                }
            }
        }
    }

    private static DatagramBatch batch(final byte[] payload, final int inPosted)
    {
        final DatagramBatch batch = new DatagramBatch(2);
        batch.resetPosted(new UnsafeBuffer(ByteBuffer.allocateDirect(2 * LENGTH)), LENGTH);
        batch.addPosted(0);
        batch.addPosted(LENGTH);
        batch.postedMemory().putBytes(LENGTH, payload, 0, inPosted);
        batch.spill().putBytes(batch.spillOffset(1), payload, inPosted, LENGTH - inPosted);
        batch.onReceived(1, inPosted, LENGTH, LENGTH);
        return batch;
    }
}
