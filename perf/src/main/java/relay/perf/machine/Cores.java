package relay.perf.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The cores of a run.
 *
 * @param relay   core of the relay or its peer, alone.
 * @param traffic core of generator and sink.
 */
public record Cores(int relay, int traffic)
{
    /**
     * @param allowed   cores that this process may use, ascending.
     * @param neighbours of the first of them: cores that share its execution units, itself included.
     * @return generator and sink on the first, the peer on the next that shares nothing with it, or at least is
     *     another one, or on the same if there is no other.
     */
    public static Cores choose(final List<Integer> allowed, final List<Integer> neighbours)
    {
        final int traffic = allowed.getFirst();
        final int relay = allowed.stream().filter(core -> !neighbours.contains(core)).findFirst()
            .orElse(allowed.size() > 1 ? allowed.get(1) : traffic);
        return new Cores(relay, traffic);
    }

    /**
     * @param text as the kernel writes lists of cores: {@code 0-3,8}.
     * @return each of them.
     */
    public static List<Integer> parseList(final String text)
    {
        final List<Integer> cores = new ArrayList<>();
        for (final String range : text.strip().split(","))
        {
            final String[] ends = range.split("-");
            for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++)
            {
                cores.add(core);
            }
        }
        return cores;
    }
}
