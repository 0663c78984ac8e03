package relay.pipeline.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stage that sleeps for as long as it may: a ring that it misses ends the test by its timeout. What is published is
 * so by a sequence, as in a lane, whose accesses are no fences.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoorbellTest
{
    private static final long FOR_EVER_NS = TimeUnit.HOURS.toNanos(1);
    private static final int ITEMS = 20_000;

    private final Sequence published = new Sequence(0);
    private final Sequence done = new Sequence(0);
    private final Doorbell doorbell = new Doorbell(() -> done.get() == published.get());

    /** As two stages do it: publish and ring, against look, find nothing, and sleep. */
    @Test
    void shouldNeverSleepThroughWhatIsPublished() throws InterruptedException
    {
        final Thread stage = Thread.ofPlatform().daemon().start(() ->
        {
            while (done.get() < ITEMS)
            {
                if (done.get() == published.get())
                {
                    doorbell.await(FOR_EVER_NS);
                }
                done.set(published.get());
            }
        });
        for (int i = 1; i <= ITEMS; i++)
        {
            published.set(i);
            doorbell.ring();
            if (0 == i % 3)
            {
                while (done.get() < i && !Thread.interrupted())
                {
                    Thread.onSpinWait(); // now it goes to sleep, or is about to
                }
            }
        }
        stage.join();
        assertEquals(ITEMS, done.get());
    }

    @Test
    void shouldNotSleepWhenThereIsSomethingToDo()
    {
        published.set(1);
        assertEquals(0, doorbell.await(FOR_EVER_NS));
    }

    @Test
    void shouldSleepForAWhileWhenWhatThereIsCannotBeDone()
    {
        published.set(1);
        assertEquals(0, doorbell.await(DataIdleStrategy.UNDRAINED_TIMEOUT_NS));
    }

    @Test
    void shouldWakeByItself()
    {
        assertEquals(0, doorbell.await(TimeUnit.MILLISECONDS.toNanos(1)));
        assertTrue(doorbell.isDrained());
    }

    @Test
    void shouldRingWhenNobodySleeps()
    {
        doorbell.ring();
        assertTrue(doorbell.isDrained());
    }
}
