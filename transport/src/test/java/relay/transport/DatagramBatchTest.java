package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DatagramBatchTest
{
    private static final int LENGTH = 20;

    @Test
    void shouldReadBitsWhereverTheyLanded()
    {
        final byte[] payload = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++)
        {
            payload[i] = (byte)(i * 37 + 131);
        }
        for (int landed = 0; landed <= LENGTH; landed++)
        {
            final DatagramBatch batch = batch(payload, landed);
            for (int width = 1; width <= Long.BYTES; width++)
            {
                for (int offset = 0; offset + width <= LENGTH; offset++)
                {
                    long expected = 0;
                    for (int i = 0; i < width; i++)
                    {
                        expected |= (payload[offset + i] & 0xFFL) << Byte.SIZE * i;
                    }
                    assertEquals(expected, batch.bits(1, offset, width), landed + " " + offset + " " + width);
                }
            }
        }
    }

    private static DatagramBatch batch(final byte[] payload, final int landed)
    {
        final DatagramBatch batch = new DatagramBatch(2);
        batch.resetLandings(new UnsafeBuffer(ByteBuffer.allocateDirect(2 * LENGTH)), LENGTH);
        batch.addLanding(0);
        batch.addLanding(LENGTH);
        batch.landing().putBytes(LENGTH, payload, 0, landed);
        batch.spill().putBytes(batch.spillOffset(1), payload, landed, LENGTH - landed);
        batch.onReceived(1, landed, LENGTH, LENGTH);
        return batch;
    }
}
