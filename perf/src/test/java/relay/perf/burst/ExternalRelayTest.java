package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.observe.CountersFile;

/**
 * What a relay leaves that is killed: its counters stay, the lock beside them is free.
 */
class ExternalRelayTest
{
    @TempDir
    private Path directory;
    private Path file;
    private CountersFile counters;
    private FileChannel lock;
    private AtomicCounter received;
    private AtomicCounter sent;

    @BeforeEach
    void startRelay() throws IOException
    {
        file = directory.resolve("counters.dat");
        counters = new CountersFile(file, 16);
        received = counter("flow in received", 100);
        sent = counter("destination out sent", 90);
        counter("destination out dropped_deadline", 10);
        lock = FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
    }

    @AfterEach
    void close() throws IOException
    {
        lock.close();
    }

    @Test
    void shouldCountWhatARelayDidThatRuns() throws IOException
    {
        counter("ledger imbalance", 0);
        final ExternalRelay relay = new ExternalRelay(file, 0);
        received.set(150);
        sent.set(140);
        final RelayCounts account = relay.conclude();
        assertNull(relay.obstacle());
        assertEquals(50, account.received());
        assertEquals(50, account.sent());
        assertEquals(0, account.dropped());
        assertEquals(0, account.imbalance());
    }

    @Test
    void shouldTellNothingOfARelayThatDoesNotRun() throws IOException
    {
        counter("ledger imbalance", 0);
        lock.close();
        assertObstacle("the relay whose counters are in " + file + " does not run: its counts are incomplete",
            new ExternalRelay(file, 0));
    }

    @Test
    void shouldTellNothingOfARelayThatDies() throws IOException
    {
        counter("ledger imbalance", 0);
        final ExternalRelay relay = new ExternalRelay(file, 0);
        lock.close();
        assertObstacle("the relay whose counters are in " + file + " no longer runs: its counts are incomplete",
            relay);
    }

    @Test
    void shouldTellNothingOfCountersThatAreNoRelays() throws IOException
    {
        assertObstacle(file + " has no counter 'ledger imbalance': these are not the counters of a relay",
            new ExternalRelay(file, 0));
    }

    @Test
    void shouldTellNothingWhenCountersFall() throws IOException
    {
        counter("ledger imbalance", 0);
        final ExternalRelay relay = new ExternalRelay(file, 0);
        sent.set(3);
        assertObstacle("the relay's counter 'destination out sent' fell during the run: it was started again, or its " +
            "configuration changed", relay);
    }

    @Test
    void shouldTellNothingWhenTheCountersAreGone() throws IOException
    {
        counter("ledger imbalance", 0);
        final ExternalRelay relay = new ExternalRelay(file, 0);
        Files.delete(file);
        assertObstacle("the relay's counters " + file + " can no longer be read: " + file, relay);
    }

    private static void assertObstacle(final String obstacle, final ExternalRelay relay)
    {
        assertNull(relay.conclude());
        assertEquals(obstacle, relay.obstacle());
    }

    private AtomicCounter counter(final String label, final long value)
    {
        final AtomicCounter counter = counters.counters().newCounter(label);
        counter.set(value);
        return counter;
    }
}
