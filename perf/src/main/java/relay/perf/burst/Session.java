package relay.perf.burst;

import java.util.List;
import relay.perf.machine.Machine;

/**
 * All that one command found out.
 *
 * @param title    what was sent, for people.
 * @param relay    what it was sent through, a line each.
 * @param machine  where, as it was before.
 * @param jvm      options of this JVM.
 * @param warnings what makes the numbers worth less.
 * @param loads    that were sent, one at least.
 */
record Session(
    String title, List<String> relay, Machine machine, List<String> jvm, List<String> warnings, List<Load> loads)
{
    /**
     * One load, and what was asserted of it.
     *
     * @param result   of it.
     * @param verdicts one for each clause, in order.
     */
    record Load(RunResult result, List<Verdict> verdicts)
    {
        boolean holds()
        {
            return verdicts.stream().allMatch(Verdict::holds);
        }
    }

    boolean holds()
    {
        return loads.stream().allMatch(Load::holds);
    }
}
