package relay.perf.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a machine must have before anything can be measured.
 */
final class Requirements
{
    /** Program, and the package that brings it. */
    private static final SequencedMap<String, String> PROGRAMS = programs();

    private Requirements()
    {
    }

    /**
     * @return what keeps this from being done at all, with its mend, or null.
     */
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
        for (final Map.Entry<String, String> program : PROGRAMS.entrySet())
        {
            if (!Shell.isInstalled(program.getKey()))
            {
                return "bench relay needs the program " + program.getKey() + ": install the package " +
                    program.getValue();
            }
        }
        return null;
    }

    private static SequencedMap<String, String> programs()
    {
        final SequencedMap<String, String> programs = new LinkedHashMap<>();
        programs.put("ip", "iproute2");
        programs.put("taskset", "util-linux");
        programs.put("setsid", "util-linux");
        programs.put("sysctl", "procps");
        programs.put(Programs.COMPILER, "gcc and libc6-dev (its generator and sink are in C)");
        return programs;
    }
}
