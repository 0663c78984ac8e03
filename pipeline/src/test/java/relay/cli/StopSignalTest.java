package relay.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            final Class<?> signal = Class.forName("sun.misc.Signal");
            signal.getMethod("raise", signal).invoke(null, signal.getConstructor(String.class).newInstance("TERM"));
            assertTrue(stop.await(WAIT_NS));
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
}
