package relay.perf.topology;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets cases take turns: in every round each of them is measured, one right after the other, so that what is compared
 * lies minutes apart at most. A case that fails is left out from then on.
 */
public final class Turns
{
    private Turns()
    {
    }

    /** Measures a case in a round. */
    @FunctionalInterface
    public interface Turn<C>
    {
        void measure(int round, C each) throws IOException;
    }

    /**
     * @param topology to measure in.
     * @param rounds   number of them.
     * @param cases    in the order of their turns.
     * @param name     of a case, unique.
     * @param turn     of a case.
     * @param <C>      case.
     */
    public static <C> void take(
        final Topology topology, final int rounds, final List<C> cases, final Function<C, String> name,
        final Turn<C> turn)
    {
        final Set<String> failed = new HashSet<>();
        for (int i = 1; i <= rounds; i++)
        {
            final int round = i;
            cases.stream().filter(each -> !failed.contains(name.apply(each))).forEach(each ->
            {
                if (null != topology.attempt(name.apply(each), () -> turn.measure(round, each)))
                {
                    failed.add(name.apply(each));
                }
            });
        }
    }
}
