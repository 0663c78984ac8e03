package relay.perf.bench;

import java.util.List;
import java.util.function.Function;

/**
 * Something that carries datagrams from the generator to the sink.
 *
 * @param name        as {@code --contestants} and JSON have it.
 * @param description one line for people.
 * @param core        where its work is done, which says what may be compared.
 * @param isRewriting whether the datagrams leave for {@link Scene#OUT_GROUP}; otherwise they keep their group and port.
 * @param needs       programs that must be installed.
 * @param launches    its processes in the order in which they are started; none: nothing is in between.
 */
public record Contestant(
    String name, String description, Core core, boolean isRewriting, List<String> needs,
    Function<Scene, List<Launch>> launches)
{
    /** Where the work is done. */
    public enum Core
    {
        /** In processes that are pinned to the relay's core. */
        RELAY,
        /** In the kernel, within the generator's calls to send: the rate is not comparable, the cost is. */
        SENDER,
        /** Nothing is in between: the limit of generator and sink. */
        NONE
    }

    boolean isDirect()
    {
        return Core.NONE == core;
    }

    /**
     * @return the first program that it needs and that is missing, or null.
     */
    String missing()
    {
        return needs.stream().filter(program -> !Shell.isInstalled(program)).findFirst().orElse(null);
    }
}
