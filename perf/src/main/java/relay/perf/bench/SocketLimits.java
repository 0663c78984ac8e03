package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The system's limits of socket buffers, raised for a run where they are too low for what every contestant asks for.
 */
final class SocketLimits
{
    private static final List<String> NAMES = List.of("net.core.rmem_max", "net.core.wmem_max");

    private SocketLimits()
    {
    }

    /**
     * @param length  that must be granted, in bytes.
     * @param cleanUp to restore the limits by.
     * @return what was done, one line for people.
     */
    static String raise(final int length, final CleanUp cleanUp)
    {
        final List<String> raised = new ArrayList<>();
        for (final String name : NAMES)
        {
            final String before = read(name);
            if (Long.parseLong(before) < length)
            {
                cleanUp.add(() -> write(name, before));
                write(name, Integer.toString(length));
                raised.add(name + " raised from " + before + " for this run");
            }
        }
        return "socket buffers of " + length + " B for every contestant" +
            (raised.isEmpty() ? "" : "; " + String.join(", ", raised));
    }

    // by sysctl: Java reads files in parts, and the kernel gives these as a whole or not
    private static String read(final String name)
    {
        return Shell.run("sysctl", "-n", name);
    }

    private static void write(final String name, final String value)
    {
        Shell.run("sysctl", "-qw", name + "=" + value);
    }
}
