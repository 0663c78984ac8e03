package relay.perf.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long threads of this process were ready to run and had no core, as Linux counts it.
 */
public final class CoreWait
{
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final int WAITED = 1;

    private CoreWait()
    {
    }

    /**
     * @param name part of the threads' names, of which the kernel knows the first 15 characters.
     * @return nanoseconds since they started; 0 where the system does not tell.
     */
    public static long ns(final String name)
    {
        long waitedNs = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS))
        {
            for (final Path thread : threads)
            {
                if (Files.readString(thread.resolve("comm")).contains(name))
                {
                    waitedNs += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).strip().split(" ")[WAITED]);
                }
            }
        }
        catch (final IOException ignore)
        {
            return 0;
        }
        return waitedNs;
    }
}
