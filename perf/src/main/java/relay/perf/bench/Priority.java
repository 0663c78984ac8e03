package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How contestants, generator and sink are started alike, so that what else runs on the machine disturbs them little: on
 * one core, at nice -10, each in a session of its own.
 *
 * <p>The session is for kernels that share out the time between sessions first (sched_autogroup, sched(7)), where nice
 * counts only within one. There a generator that never sleeps would take the share of the contestant that was started
 * from the same session, though it is on another core: with compilers beside, a contestant got a fraction of its core, and
 * stood still for tens of milliseconds.
 */
final class Priority
{
    private static final String NICE = "-10";
    private static final String SET_SESSION_NICE =
        "if [ -w /proc/self/autogroup ]; then echo " + NICE + " >/proc/self/autogroup; fi; exec \"$@\"";

    private Priority()
    {
    }

    /**
     * @param core    to run on.
     * @param command and its arguments.
     * @return the same command, started so; it is the started process itself, not a child of it.
     */
    static List<String> on(final int core, final List<String> command)
    {
        final List<String> all = new ArrayList<>(List.of("setsid", "taskset", "-c", Integer.toString(core),
            "nice", "-n", NICE, "sh", "-c", SET_SESSION_NICE, "sh"));
        all.addAll(command);
        return all;
    }
}
