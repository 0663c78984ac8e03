package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.transport.TransportException;

class RunDirectoryTest
{
    private static final String NAME = "run-directory-test";

    @Test
    void shouldBeOursAloneAndGoneAtTheEnd() throws IOException
    {
        final Path path;
        try (RunDirectory directory = RunDirectory.create(NAME))
        {
            path = directory.resolve(".").normalize();
            assertTrue(Files.isDirectory(path));
            assertTrue(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).equals("rwx------"));
            Files.writeString(directory.resolve("counters.dat"), "x");
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldKeepApartFromARunOfTheSameNameThatIsAlive()
    {
        try (RunDirectory first = RunDirectory.create(NAME); RunDirectory second = RunDirectory.create(NAME))
        {
            assertNotEquals(first.resolve("lock"), second.resolve("lock"));
            assertTrue(Files.exists(first.resolve("lock")), "the second did not delete the first's");
        }
    }

    @Test
    void shouldDeleteWhatAKilledRunLeft() throws IOException
    {
        final Path left;
        try (RunDirectory alive = RunDirectory.create(NAME))
        {
            left = Files.createTempDirectory(alive.resolve(".").normalize().getParent(), "relay-" + NAME + "-");
            Files.createFile(left.resolve("lock"));
            Files.writeString(left.resolve("counters.dat"), "x");
        }
        try (RunDirectory next = RunDirectory.create(NAME))
        {
            assertTrue(Files.exists(next.resolve("lock")));
            assertFalse(Files.exists(left));
        }
    }

    @Test
    void shouldShowRunsButNotThoseThatWarmUp() throws IOException
    {
        try (RunDirectory run = RunDirectory.create(NAME);
            RunDirectory warmUp = RunDirectory.create(NAME + WarmUp.SUFFIX))
        {
            Files.createFile(run.resolve(RunDirectory.COUNTERS_FILE));
            Files.createFile(warmUp.resolve(RunDirectory.COUNTERS_FILE));
            assertEquals(List.of(NAME),
                RunningRelay.find().stream().map(RunningRelay::relay).filter(relay -> relay.startsWith(NAME)).toList());
        }
    }

    @Test
    void shouldSayWhatIsMissing()
    {
        try (RunDirectory directory = RunDirectory.create(NAME))
        {
            directory.requireSpace(0, "nothing needs", "");
            final String message = assertThrows(
                TransportException.class, () -> directory.requireSpace(1L << 60, "counters need", "or not"))
                .getMessage();
            assertTrue(message.matches("counters need 1099511627776 MiB in (\\S+) and \\d+ MiB are " +
                "free: make room there \\(mount -o remount,size=\\.\\.\\. \\1\\), or not"), message);
        }
    }
}
