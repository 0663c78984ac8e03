package relay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The cores that this process may use: the machine's, less what taskset, a container or a service unit took away.
 */
final class AllowedCores
{
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LABEL = "Cpus_allowed_list:";

    private AllowedCores()
    {
    }

    /**
     * @return their numbers, ascending; none where the system does not tell.
     */
    static List<Integer> ofThisProcess()
    {
        try
        {
            return of(Files.readAllLines(STATUS));
        }
        catch (final IOException ex)
        {
            return List.of();
        }
    }

    /**
     * @param status lines of {@code /proc/PID/status}.
     * @return as above.
     */
    static List<Integer> of(final List<String> status)
    {
        for (final String line : status)
        {
            if (line.startsWith(LABEL))
            {
                final List<Integer> cores = CoreList.parse(line.substring(LABEL.length()));
                return null == cores ? List.of() : cores;
            }
        }
        return List.of();
    }
}
