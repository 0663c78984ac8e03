package relay.perf.topology;

import java.util.List;
import java.util.function.BiFunction;
import relay.perf.machine.Shell;

/**
 * A program that carries datagrams from the generator to the sink.
 *
 * @param name        as {@code --peers} and JSON have it.
 * @param description one line, human-readable.
 * @param core        of its work, which decides what may be compared.
 * @param isRewriting whether the datagrams leave for {@link Topology#OUT_GROUP}; otherwise they keep their group and
 *                    port.
 * @param needs       programs that must be installed.
 * @param launches    its processes for a workload, in the order in which they start; none: nothing is in between.
 */
public record Peer(
    String name, String description, Core core, boolean isRewriting, List<String> needs,
    BiFunction<Topology, Workload, List<Launch>> launches)
{
    /** The place of the work. */
    public enum Core
    {
        /** In processes that are pinned to the relay's core. */
        RELAY,
        /** In the kernel, within the generator's calls to send: the rate is not comparable, the cost is. */
        SENDER,
        /** Nothing is in between: the limit of generator and sink. */
        NONE
    }

    public boolean isDirect()
    {
        return Core.NONE == core;
    }

    public boolean isOnRelayCore()
    {
        return Core.RELAY == core;
    }

    /** {@return the first program that is needed and missing, or null} */
    public String missing()
    {
        return needs.stream().filter(program -> !Shell.isInstalled(program)).findFirst().orElse(null);
    }
}
