package relay.pipeline.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import relay.config.FeedConfig;
import relay.config.FeedKey;

class HashArbiterTest
{
    private static final int A = 0;
    private static final int B = 1;
    private static final byte[] TICK = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final TestFeed feed = new TestFeed(FeedKey.HASH, 2);

    @Test
    void shouldMatchTheNthCopyWithTheNth()
    {
        assertTrue(feed.put(A, TICK));
        assertTrue(feed.put(A, TICK), "the source sent it twice");
        assertFalse(feed.put(B, TICK));
        assertFalse(feed.put(B, TICK));
        assertTrue(feed.put(B, TICK), "and a third time");
        assertFalse(feed.put(A, TICK));
        assertEquals(3, feed.ledger.forwarded());
        assertEquals(3, feed.ledger.duplicates());
        assertEquals(0, feed.ledger.missing());
    }

    @Test
    void shouldForgetAfterTheWindow()
    {
        feed.put(A, TICK);
        feed.nowNs += FeedConfig.WINDOW_NS_DEFAULT;
        assertFalse(feed.put(B, TICK));
        feed.nowNs += 1;
        assertTrue(feed.put(B, TICK));
        assertFalse(feed.put(A, TICK));
    }

    @Test
    void shouldGiveTheOtherCopyItsChanceWhenThereWasNoBuffer()
    {
        assertTrue(feed.put(A, 0, TICK, 3, false));
        assertTrue(feed.put(B, 0, TICK, 3, true));
        assertFalse(feed.put(A, 0, TICK, 3, true));
    }

    @Test
    void shouldTellEveryBitAndLengthApart()
    {
        int count = 0;
        for (int length = 0; length < 40; length++)
        {
            assertTrue(feed.put(A, new byte[length]));
            count++;
            for (int bit = 0; bit < length * Byte.SIZE; bit++)
            {
                final byte[] payload = new byte[length];
                payload[bit / Byte.SIZE] = (byte)(1 << bit % Byte.SIZE);
                assertTrue(feed.put(A, payload));
                count++;
            }
        }
        assertEquals(count, feed.ledger.forwarded());
    }

    @Test
    void shouldPassOnTwiceRatherThanNotAtAllWhenItIsFull()
    {
        final byte[] payload = new byte[8];
        for (int i = 0; i < 4 * HashArbiter.CAPACITY; i++)
        {
            ByteBuffer.wrap(payload).putLong(i);
            assertTrue(feed.put(A, payload));
            assertFalse(feed.put(B, payload), "the latest is never given up");
        }
    }
}
