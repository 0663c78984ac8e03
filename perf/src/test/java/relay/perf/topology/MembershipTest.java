package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.machine.BenchException;

/**
 * Reads a shell in place of the program.
 */
@Timeout(20)
class MembershipTest
{
    private static final long END_TIMEOUT_MS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void shouldNotWaitForWhatDoesNotComeThrough() throws IOException
    {
        try (Membership watch = start("echo ready; exec sleep 60", END_TIMEOUT_MS))
        {
            assertFalse(watch.isThrough());
            assertFalse(watch.isThrough());
        }
    }

    @Test
    void shouldSeeThatItCameThrough() throws IOException
    {
        try (Membership watch = start("echo through; exec sleep 60", END_TIMEOUT_MS))
        {
            while (!watch.isThrough())
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    @Test
    void shouldNotTakeItsEndForWhatIsWaitedFor() throws Exception
    {
        try (Membership watch = start("echo no such group; exit 3", END_TIMEOUT_MS))
        {
            final BenchException ex = assertThrows(BenchException.class, () ->
            {
                while (!watch.isThrough())
                {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            });
            assertEquals("the membership program ended with exit status 3; it said: no such group", ex.getMessage());
        }
    }

    @Test
    void shouldNotWaitForEverForItsEnd() throws IOException
    {
        try (Membership watch = start("exec sleep 60", 50))
        {
            assertEquals("the membership program does not end",
                assertThrows(BenchException.class, watch::awaitEnd).getMessage());
        }
    }

    @Test
    void shouldNotTakeAFailureForAnEnd() throws IOException
    {
        try (Membership watch = start("exit 1", END_TIMEOUT_MS))
        {
            assertEquals("the membership program ended with exit status 1; it said: nothing",
                assertThrows(BenchException.class, watch::awaitEnd).getMessage());
        }
    }

    @Test
    void shouldTellNoDelayOfWhatDidNotHappen() throws IOException
    {
        try (Membership watch = start("echo host-leave=-1; echo host-leave=2500000; echo host-leave=0", END_TIMEOUT_MS))
        {
            watch.awaitEnd();

            assertEquals(List.of(Double.NaN, 2.5, 0.0), watch.delaysMs("host-leave"));
        }
    }

    private Membership start(final String script, final long endTimeoutMs) throws IOException
    {
        return new Membership(List.of("sh", "-c", script), directory.resolve("log"), endTimeoutMs);
    }
}
