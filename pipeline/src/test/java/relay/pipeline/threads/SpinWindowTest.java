package relay.pipeline.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Each wait ends with work; the window is told as a data thread tells it. */
class SpinWindowTest
{
    private static final long LOOK_NS = 1_000;

    private long nowNs = 5_000_000_000L;
    private final SpinWindow window = new SpinWindow(SpinWindow.LENGTH_NS, nowNs);
    private long spunNs;
    private int sleeps;

    @Test
    void shouldBeClosedAtFirst()
    {
        assertFalse(window.isOpen(nowNs));
    }

    @Test
    void shouldOpenWhenWorkComesOften()
    {
        waitOften(20, 20_000);
        assertTrue(window.isOpen(nowNs));
        sleeps = 0;
        waitOften(100, 20_000);
        assertEquals(0, sleeps);
    }

    @Test
    void shouldStayClosedWhenWorkComesRarely()
    {
        waitOften(100, SpinWindow.LENGTH_NS + 1_000);
        assertEquals(0, spunNs);
    }

    @Test
    void shouldLookNoLongerThanItsLength()
    {
        waitOften(20, 10_000);
        window.onWork(nowNs);
        spunNs = 0;
        sleeps = 0;
        waitFor(10_000_000);
        assertEquals(SpinWindow.LENGTH_NS, spunNs, LOOK_NS);
        assertEquals(1, sleeps, "asleep for the rest");
    }

    @Test
    void shouldStayOpenAfterOneLongWait()
    {
        waitOften(20, 10_000);
        waitFor(10_000_000);
        window.onWork(nowNs);
        assertTrue(window.isOpen(nowNs));
    }

    @Test
    void shouldCloseWhenWorkHasBecomeRare()
    {
        waitOften(20, 10_000);
        waitOften(20, 300_000);
        spunNs = 0;
        waitOften(20, 300_000);
        assertEquals(0, spunNs);
    }

    /** Datagrams that come together and are done at once say nothing about the time until the next. */
    @Test
    void shouldNotTakeATrainForManyShortWaits()
    {
        for (int i = 0; i < 50; i++)
        {
            waitOften(16, 0);
            waitOften(1, 300_000);
        }
        spunNs = 0;
        waitOften(1, 300_000);
        assertEquals(0, spunNs);
    }

    @Test
    void shouldCloseWhenSomethingElseHadTheCore()
    {
        waitOften(20, 10_000);
        assertTrue(window.isOpen(nowNs));
        nowNs += SpinWindow.TAKEN_NS + 1;
        window.onLook(nowNs);
        final long closedNs = nowNs;
        while (nowNs - closedNs < SpinWindow.CLOSED_FACTOR * SpinWindow.TAKEN_NS)
        {
            window.onWork(nowNs);
            assertFalse(window.isOpen(nowNs), "again after " + (nowNs - closedNs));
            waitOften(1, 10_000);
        }
        waitOften(1, 10_000);
        window.onWork(nowNs);
        assertTrue(window.isOpen(nowNs), "closed for ever");
    }

    @Test
    void shouldNotStayClosedForTheLifeOfTheRelayAfterItWasSuspended()
    {
        waitOften(20, 10_000);
        nowNs += 3_600_000_000_000L;
        assertFalse(window.isOpen(nowNs));
        nowNs += SpinWindow.CLOSED_MAX_NS;
        window.onWork(nowNs);
        assertTrue(window.isOpen(nowNs));
    }

    /** Sending a batch takes its time: that is no sign of anybody else. */
    @Test
    void shouldNotMindLongWork()
    {
        waitOften(20, 10_000);
        nowNs += 1_000_000;
        window.onWork(nowNs);
        assertTrue(window.isOpen(nowNs));
    }

    /** Each wait is short, but there is more work than waiting: to sleep gathers what comes. */
    @Test
    void shouldCloseWhenWorkTakesLongerThanTheWaits()
    {
        waitOften(20, 10_000);
        for (int i = 0; i < 20; i++)
        {
            waitFor(10_000);
            nowNs += 15_000;
            window.onWork(nowNs);
        }
        assertFalse(window.isOpen(nowNs));
        for (int i = 0; i < 40; i++)
        {
            waitFor(10_000);
            nowNs += 5_000;
            window.onWork(nowNs);
        }
        assertTrue(window.isOpen(nowNs));
    }

    /** A backlog is worked off without a wait: all of it is work. */
    @Test
    void shouldCountWorkWithoutWaitsBetween()
    {
        waitOften(20, 10_000);
        for (int i = 0; i < 20; i++)
        {
            waitFor(10_000);
            for (int j = 0; j < 4; j++)
            {
                nowNs += 4_000;
                window.onWork(nowNs);
            }
        }
        assertFalse(window.isOpen(nowNs));
    }

    @Test
    void shouldNeverOpenWithoutALength()
    {
        final SpinWindow none = new SpinWindow(0, nowNs);
        for (int i = 0; i < 100; i++)
        {
            none.onWork(nowNs);
            assertFalse(none.isOpen(nowNs));
            nowNs += 3_000;
            none.onWake(nowNs);
        }
    }

    private void waitOften(final int times, final long waitNs)
    {
        for (int i = 0; i < times; i++)
        {
            waitFor(waitNs);
            window.onWork(nowNs);
        }
    }

    /** Looks, or sleeps, until work comes. */
    private void waitFor(final long waitNs)
    {
        final long workNs = nowNs + waitNs;
        while (nowNs < workNs)
        {
            if (window.isOpen(nowNs))
            {
                final long lookNs = Math.min(LOOK_NS, workNs - nowNs);
                nowNs += lookNs;
                spunNs += lookNs;
            }
            else
            {
                sleeps++;
                nowNs = workNs;
                window.onWake(nowNs);
            }
        }
    }
}
