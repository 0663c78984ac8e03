package relay.tools.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacedIdleStrategyTest
{
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    /** That it sleeps shows in that it asks few times. */
    @Test
    void shouldSleepUntilADatagramIsNear()
    {
        final ListSource source = new ListSource();
        source.add(0, new InetSocketAddress("239.1.1.1", 5_000), new byte[1])
            .add(40 * MS, new InetSocketAddress("239.1.1.1", 5_000), new byte[1]);
        final RecordingSender recorder = new RecordingSender();
        final PacedSender sender = new PacedSender(source, recorder, SystemNanoClock.INSTANCE);
        final PacedIdleStrategy idleStrategy = new PacedIdleStrategy(sender, 0);
        int cycles = 0;
        while (!sender.isDone())
        {
            idleStrategy.idle(sender.doWork());
            cycles++;
        }
        assertEquals(2, recorder.payloads.size());
        assertTrue(cycles < 1_000, "duty cycles: " + cycles);
    }

    /** Such as a pipe that nobody writes to: no reason to keep a core busy. */
    @Test
    void shouldSleepWhenWhatItWaitsForIsSlow()
    {
        final ListSource source = new ListSource();
        source.isReady = false;
        final PacedSender sender = new PacedSender(source, new RecordingSender(), SystemNanoClock.INSTANCE);
        final PacedIdleStrategy idleStrategy = new PacedIdleStrategy(sender, 200_000);
        final long startNs = System.nanoTime();
        for (int i = 0; i < 2_000; i++)
        {
            idleStrategy.idle(sender.doWork());
        }
        assertTrue(System.nanoTime() - startNs >= 1_000 * 50_000);
    }
}
