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
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** As another start of the same name does that finds the lock free. */
    @Test
    void shouldMakeAnotherIfOneIsDeletedBeforeItIsLocked(@TempDir final Path parent) throws IOException
    {
        final List<Path> made = new ArrayList<>();
        try (RunDirectory directory = RunDirectory.create(parent, "relay-x-", path ->
        {
            made.add(path);
            if (1 == made.size())
            {
                IoUtil.delete(path.toFile(), false);
            }
        }))
        {
            assertEquals(2, made.size());
            assertEquals(made.getLast().resolve("lock"), directory.resolve("lock"));
            assertTrue(Files.exists(directory.resolve("lock")));
        }
        assertEquals(0, Files.list(parent).count());
    }

    @Test
    void shouldGiveUpIfEachIsDeleted(@TempDir final Path parent)
    {
        final String message = assertThrows(TransportException.class, () -> RunDirectory.create(
            parent, "relay-x-", path -> IoUtil.delete(path.toFile(), false))).getMessage();
        assertTrue(message.contains("10 directories were deleted by other starts of the same name"), message);
    }

    /** Closing any channel of a file releases the locks that the whole process has on it. */
    @Test
    void shouldKeepItsLockWhenASecondStartsInTheSameProcess() throws IOException
    {
        try (RunDirectory first = RunDirectory.create(NAME); RunDirectory second = RunDirectory.create(NAME))
        {
            assertNotEquals(first.resolve("lock"), second.resolve("lock"));
            final Object inode = Files.getAttribute(first.resolve("lock"), "unix:ino");
            final List<String> locks = Files.readAllLines(Path.of("/proc/locks"));
            assertTrue(locks.stream().anyMatch(line -> line.contains(":" + inode + " ")), inode + ": " + locks);
        }
    }

    @Test
    void shouldShowRunsButNotThoseThatWarmUp() throws IOException
    {
        try (RunDirectory run = RunDirectory.create(NAME);
            RunDirectory warmUp = RunDirectory.create(NAME + RunDirectory.WARM_UP_SUFFIX))
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
