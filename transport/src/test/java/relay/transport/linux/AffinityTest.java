package relay.transport.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AffinityTest
{
    private static final String THREAD = "pinned";

    @BeforeAll
    static void needLinux()
    {
        assumeTrue(LinuxTransport.isAvailable(), LinuxTransport::obstacle);
    }

    @Test
    void shouldKeepTheCallingThreadOnACore() throws Exception
    {
        final BitSet before = Affinity.current();
        final BitSet last = cores(before.length() - 1);

        inThread(() ->
        {
            Affinity.pin(last);
            assertEquals(last, Affinity.current());
            final String allowed = Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list")).findFirst().orElseThrow();
            assertEquals("Cpus_allowed_list:\t" + last.nextSetBit(0), allowed);
            return null;
        });

        assertFalse(before.isEmpty());
        assertEquals(before, Affinity.current());
    }

    @Test
    void shouldTakeAllCoresThereAre() throws Exception
    {
        final BitSet all = Affinity.current();

        inThread(() ->
        {
            Affinity.pin(cores(all.nextSetBit(0)));
            Affinity.pin(all);
            assertEquals(all, Affinity.current());
            return null;
        });
    }

    @Test
    void shouldRefuseACoreThatIsNotThere() throws Exception
    {
        final BitSet before = Affinity.current();
        final BitSet some = cores(8_191);
        some.set(before.nextSetBit(0));

        inThread(() ->
        {
            for (final BitSet missing : new BitSet[]{cores(8_191), some})
            {
                final SystemCallException ex =
                    assertThrows(SystemCallException.class, () -> Affinity.pin(missing));
                assertEquals("cannot pin thread " + THREAD + " to cores " + missing + ": Invalid argument: " +
                    "this thread may use " + before + " [sched_setaffinity: EINVAL]", ex.getMessage());
                assertEquals("sched_setaffinity", ex.call());
                assertEquals(Errno.EINVAL, ex.errno());
                assertEquals(before, Affinity.current());
            }
            return null;
        });
    }

    @Test
    void shouldRefuseNoCoresAndTooHighOnes()
    {
        assertEquals("cores to pin a thread to are {}: name one or more from 0 to 8191",
            assertThrows(IllegalArgumentException.class, () -> Affinity.pin(new BitSet())).getMessage());
        assertEquals("cores to pin a thread to are {8192}: name one or more from 0 to 8191",
            assertThrows(IllegalArgumentException.class, () -> Affinity.pin(cores(8_192))).getMessage());
    }

    private static BitSet cores(final int core)
    {
        final BitSet cores = new BitSet();
        cores.set(core);
        return cores;
    }

    private static void inThread(final Callable<Void> action) throws Exception
    {
        final FutureTask<Void> task = new FutureTask<>(action);
        final Thread thread = new Thread(task, THREAD);
        thread.start();
        thread.join();
        task.get();
    }
}
