package relay.pipeline.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataThreadTest
{
    private static final long FOR_EVER_NS = TimeUnit.HOURS.toNanos(1);

    private int workCount;

    @Test
    void shouldWakeTheNextThreadWhenItHasDoneSomething() throws Exception
    {
        final Doorbell doorbell = new Doorbell(() -> true);
        final DataThread thread = new DataThread(
            "", List.of(agent()), NoOpIdleStrategy.INSTANCE, List.of(doorbell), DataThread.ANY_CORE, core ->
            {
            }, error ->
            {
            });
        final CountDownLatch woken = new CountDownLatch(1);
        final Thread sleeper = Thread.ofPlatform().daemon().start(() ->
        {
            doorbell.await(FOR_EVER_NS);
            woken.countDown();
        });
        while (Thread.State.TIMED_WAITING != sleeper.getState())
        {
            Thread.sleep(1);
        }
        assertEquals(0, thread.doWork());
        assertEquals(Thread.State.TIMED_WAITING, sleeper.getState(), "there is nothing for it");
        workCount = 3;
        assertEquals(3, thread.doWork());
        assertTrue(woken.await(30, TimeUnit.SECONDS));
    }

    private Agent agent()
    {
        return new Agent()
        {
            @Override
            public int doWork()
            {
                return workCount;
            }

            @Override
            public String roleName()
            {
                return "agent";
            }
        };
    }
}
