package relay.tools.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadAheadTest
{
    private static final int COUNT = 100_000;
    private static final int BATCH = 64;

    private long nowNs;

    @Test
    void shouldGiveWhatWasReadInTurn()
    {
        final ListSource source = new ListSource();
        final InetSocketAddress first = new InetSocketAddress("239.1.1.1", 5_000);
        final InetSocketAddress second = new InetSocketAddress("239.1.1.2", 5_000);
        source.add(5, first, new byte[]{1, 2, 3}).add(6, second, new byte[0]).add(7, first, new byte[65_527]);
        final ReadAhead readAhead = new ReadAhead(source, () -> nowNs);
        assertFalse(readAhead.isReady());
        assertEquals(3, readAhead.doWork());
        assertTrue(readAhead.isReady());
        assertTrue(readAhead.next());
        assertEquals(3, readAhead.length());
        assertEquals(2, readAhead.buffer().getByte(readAhead.offset() + 1));
        assertEquals(5, readAhead.dueNs());
        assertSame(first, readAhead.destination());
        assertTrue(readAhead.next());
        assertEquals(0, readAhead.length());
        assertSame(second, readAhead.destination());
        assertTrue(readAhead.next());
        assertEquals(65_527, readAhead.length());
        assertEquals(0, readAhead.doWork());
        assertTrue(readAhead.isReady());
        assertFalse(readAhead.next());
        assertFalse(readAhead.next());
        readAhead.close();
        assertFalse(source.isClosed, "the other thread may read it");
        readAhead.onClose();
        assertTrue(source.isClosed);
    }

    @Test
    void shouldStopReadingWhenItIsFullAndBeginThen()
    {
        final ReadAhead readAhead = new ReadAhead(new NumberedSource(7), () -> nowNs);
        int read = 0;
        while (!readAhead.isReady())
        {
            read += readAhead.doWork();
        }
        assertEquals(0, readAhead.doWork());
        assertTrue(read > 100 && read < COUNT, "read " + read);
        for (int i = 0; i < read; i++)
        {
            assertTrue(readAhead.isReady());
            assertTrue(readAhead.next());
        }
        assertFalse(readAhead.isReady());
        assertTrue(readAhead.doWork() > 0);
        assertTrue(readAhead.isReady());
    }

    @Test
    void shouldNotWaitForEverForWhatComesSlowly()
    {
        final ListSource source = new ListSource();
        final InetSocketAddress destination = new InetSocketAddress("239.1.1.1", 5_000);
        for (int i = 0; i <= BATCH; i++)
        {
            source.add(5, destination, new byte[]{1, 2, 3}); // one more than is read at once: the end is not seen
        }
        final ReadAhead readAhead = new ReadAhead(source, () -> nowNs);
        nowNs = 10 * ReadAhead.PRIMING_MAX_NS;
        assertFalse(readAhead.isReady(), "nothing was read");
        assertEquals(BATCH, readAhead.doWork());
        assertFalse(readAhead.isReady());
        nowNs += ReadAhead.PRIMING_MAX_NS - 1;
        assertFalse(readAhead.isReady());
        nowNs++;
        for (int i = 0; i < BATCH; i++)
        {
            assertTrue(readAhead.isReady());
            assertTrue(readAhead.next());
        }
        assertFalse(readAhead.isReady(), "nothing is left");
    }

    /** Every byte comes through, whichever thread is the faster one. */
    @Test
    void shouldHandOverBetweenThreads()
    {
        final NumberedSource expected = new NumberedSource(3);
        final ReadAhead readAhead = new ReadAhead(new NumberedSource(3), () -> nowNs);
        final AtomicReference<Throwable> error = new AtomicReference<>();
        final AgentRunner runner = new AgentRunner(
            new SleepingIdleStrategy(TimeUnit.MICROSECONDS.toNanos(50)), error::set, null, readAhead);
        AgentRunner.startOnThread(runner);
        try (runner)
        {
            while (expected.next())
            {
                assertTrue(readAhead.next());
                assertEquals(expected.length(), readAhead.length());
                assertEquals(expected.dueNs(), readAhead.dueNs());
                assertSame(expected.destination(), readAhead.destination());
                for (int i = 0; i + 8 <= expected.length(); i += 4_096)
                {
                    assertEquals(expected.buffer().getLong(expected.offset() + i),
                        readAhead.buffer().getLong(readAhead.offset() + i));
                }
            }
            assertFalse(readAhead.next());
        }
        assertEquals(null, error.get());
    }

    /** Datagrams of random lengths, mostly short, with numbers in them. */
    private static final class NumberedSource implements DatagramSource
    {
        private static final InetSocketAddress[] DESTINATIONS = {
            new InetSocketAddress("239.1.1.1", 5_000), new InetSocketAddress("239.1.1.2", 5_000)};

        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[65_527]);
        private final SplittableRandom random;
        private int number;
        private int length;

        NumberedSource(final long seed)
        {
            random = new SplittableRandom(seed);
        }

        @Override
        public boolean next()
        {
            number++;
            length = random.nextInt(0 == random.nextInt(20) ? 65_528 : 1_500);
            for (int i = 0; i + 8 <= length; i += 4_096)
            {
                buffer.putLong(i, number * 1_000_003L + i);
            }
            return number <= COUNT;
        }

        @Override
        public DirectBuffer buffer()
        {
            return buffer;
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public int length()
        {
            return length;
        }

        @Override
        public InetSocketAddress destination()
        {
            return DESTINATIONS[number & 1];
        }

        @Override
        public long dueNs()
        {
            return 3L * number;
        }

        @Override
        public void close()
        {
            // holds nothing
        }
    }
}
