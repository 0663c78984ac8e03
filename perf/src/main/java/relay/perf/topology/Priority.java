package relay.perf.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts peers, generator and sink alike, so that other work on the machine disturbs them little: on one core, at nice
 * -10, each in a session of its own.
 *
 * <p>The session is for kernels that share out the time between sessions first (sched_autogroup, sched(7)), where nice
 * counts only within one. With ten threads wanting to run beside, generator and sink waited for their core for 70 % of
 * a run started from one session, and for 2 to 11 % of one started so. It is no cure: a peer still had to wait for
 * most of a run then. Measure on a machine that does nothing else.
 */
public final class Priority
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
    public static List<String> on(final int core, final List<String> command)
    {
        final List<String> all = new ArrayList<>(List.of("setsid", "taskset", "-c", Integer.toString(core),
            "nice", "-n", NICE, "sh", "-c", SET_SESSION_NICE, "sh"));
        all.addAll(command);
        return all;
    }
}
