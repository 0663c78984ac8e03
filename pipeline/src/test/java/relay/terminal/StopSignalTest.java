package relay.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest
{
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(10);

    @Test
    void shouldStopAtSigterm() throws Exception
    {
        try (StopSignal stop = new StopSignal())
        {
            assertFalse(stop.await(0));
            raise("TERM");
            assertTrue(stop.await(WAIT_NS));
        }
    }

    /**
     * As {@code timeout} does: to the process, and to its group. If the second were taken for another, this JVM would
     * be gone.
     */
    @Test
    void shouldTakeTwoSignalsAtOnceForOne() throws Exception
    {
        final CountDownLatch isHandled = new CountDownLatch(1);
        try (SignalHandlers other = new SignalHandlers(); StopSignal stop = new StopSignal())
        {
            other.install("USR1", ignore -> isHandled.countDown());
            raise("TERM");
            assertTrue(stop.await(WAIT_NS));
            raise("TERM");
            raise("USR1");
            assertTrue(isHandled.await(WAIT_NS, TimeUnit.NANOSECONDS));
        }
    }

    @Test
    void shouldStopOnRequest()
    {
        try (StopSignal stop = new StopSignal())
        {
            stop.stop();
            assertTrue(stop.await(0));
        }
    }

    private static void raise(final String name) throws ReflectiveOperationException
    {
        final Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("raise", signal).invoke(null, signal.getConstructor(String.class).newInstance(name));
    }
}
