package relay.perf.topology;

import java.util.ArrayList;
import java.util.List;
import relay.perf.machine.Shell;

/**
 * The system's limits of socket buffers, raised for a run where they are lower than the buffers of the peers.
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
     * @return the change, one human-readable line.
     */
    static String raise(final int length, final CleanUp cleanUp)
    {
        final List<String> changes = new ArrayList<>(List.of("socket buffers of " + length + " B for every peer"));
        for (final String name : NAMES)
        {
            // by sysctl: Java reads files in parts, and the kernel gives these as a whole or not
            final String before = Shell.run("sysctl", "-n", name);
            if (Long.parseLong(before) < length)
            {
                cleanUp.add(() -> write(name, before));
                write(name, Integer.toString(length));
                changes.add(name + " raised from " + before + " for this run");
            }
        }
        return String.join("; ", changes);
    }

    private static void write(final String name, final String value)
    {
        Shell.run("sysctl", "-qw", name + "=" + value);
    }
}
