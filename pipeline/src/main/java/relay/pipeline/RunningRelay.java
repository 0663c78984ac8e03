package relay.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.observe.CountersFile;

/**
 * A run of a relay on this machine, seen from another process: one that goes on, or one that was killed, whose counters
 * stay until the relay is started again.
 *
 * @param relay     its name.
 * @param isRunning whether it goes on.
 * @param counters  the file that they are in.
 */
public record RunningRelay(String relay, boolean isRunning, Path counters)
{
    private static final Pattern DIRECTORY = Pattern.compile(RunDirectory.PREFIX + "(.+)-[0-9]+");

    /**
     * @return all runs, by name; without those of other users, and those that only warm up.
     * @throws IOException if the directory that they would be in cannot be read.
     */
    public static List<RunningRelay> find() throws IOException
    {
        final List<RunningRelay> runs = new ArrayList<>();
        try (DirectoryStream<Path> directories =
            Files.newDirectoryStream(RunDirectory.parent(), RunDirectory.PREFIX + "*"))
        {
            for (final Path directory : directories)
            {
                final Matcher name = DIRECTORY.matcher(directory.getFileName().toString());
                final Path counters = directory.resolve(RunDirectory.COUNTERS_FILE);
                if (name.matches() && !name.group(1).endsWith(RunDirectory.WARM_UP_SUFFIX) &&
                    Files.isReadable(counters))
                {
                    runs.add(
                        new RunningRelay(name.group(1), isLocked(directory.resolve(RunDirectory.LOCK_FILE)), counters));
                }
            }
        }
        runs.sort(Comparator.comparing(RunningRelay::relay).thenComparing(RunningRelay::counters));
        return runs;
    }

    /**
     * @param counters of a run.
     * @return whether it goes on; not if the file is none of a run's.
     * @throws IOException if that cannot be told.
     */
    public static boolean isRunning(final Path counters) throws IOException
    {
        return isLocked(counters.toAbsolutePath().resolveSibling(RunDirectory.LOCK_FILE));
    }

    /**
     * @return values by label, as they are now.
     * @throws IOException if they cannot be read, because the run has just ended for example.
     */
    public Map<String, Long> values() throws IOException
    {
        return CountersFile.read(counters);
    }

    private static boolean isLocked(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.tryLock())
        {
            return null == lock;
        }
        catch (final OverlappingFileLockException ignore)
        {
            return true; // by this process
        }
        catch (final NoSuchFileException | AccessDeniedException ignore)
        {
            return false;
        }
    }
}
