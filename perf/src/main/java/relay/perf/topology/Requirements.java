package relay.perf.topology;

import java.util.Map;
import java.util.SequencedMap;
import relay.perf.machine.Shell;
import relay.perf.outcome.Keys;

/**
 * Requirements of a machine before anything can be measured between namespaces.
 */
final class Requirements
{
    /** Programs, and the package that brings each. */
    private static final SequencedMap<String, Object> PROGRAMS = Keys.of(
        "ip", "iproute2",
        "taskset", "util-linux",
        "setsid", "util-linux",
        "sysctl", "procps",
        Programs.COMPILER, "gcc and libc6-dev (its generator and sink are in C)");

    private Requirements()
    {
    }

    /** {@return the first requirement that is not met, with its fix, or null} */
    static String obstacle()
    {
        if (!"Linux".equals(System.getProperty("os.name")))
        {
            return "bench relay needs Linux: it measures between network namespaces; run it on a Linux machine";
        }
        if (!"0".equals(Shell.tryRun("id", "-u").output()))
        {
            return "bench relay needs root, to make network namespaces: run it again by sudo";
        }
        return PROGRAMS.entrySet().stream().filter(program -> !Shell.isInstalled(program.getKey())).findFirst()
            .map(Requirements::missing).orElse(null);
    }

    private static String missing(final Map.Entry<String, Object> program)
    {
        return "bench relay needs the program " + program.getKey() + ": install the package " + program.getValue();
    }
}
