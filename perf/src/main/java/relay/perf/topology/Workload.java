package relay.perf.topology;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Datagrams to send.
 *
 * @param name        human-readable, and in JSON.
 * @param sizes       payload lengths in bytes, taken in turn.
 * @param groups      multicast groups, taken in turn; more than one, or more than one size: no trains can be sent.
 * @param ports       of each group, taken in turn after the groups; more than one: the same.
 * @param isSegmented whether datagrams due at once leave as one train, where that can be; otherwise one by one.
 * @param copies      groups behind the peer that the sink listens to, a copy of each datagram for each.
 */
public record Workload(String name, List<Integer> sizes, int groups, int ports, boolean isSegmented, int copies)
{
    public static final int SIZE_MIN = 32;
    public static final int SIZE_MAX = 1_400;
    private static final int DATAGRAM_LENGTH_MAX = 65_507;
    private static final int MIXED_GROUPS = 16;
    /** No divisor in common with the groups, so that each group sees each size. */
    private static final int MIXED_SIZES = 63;
    private static final int MIXED_SIZE_MIN = 100;
    private static final long MIXED_SEED = 20_261_123;

    /**
     * @param size of each datagram.
     * @return one group, one size.
     */
    public static Workload ofSize(final int size)
    {
        return new Workload(String.format(Locale.ROOT, "%,d B", size), List.of(size), 1, 1, true, 1);
    }

    /** {@return 16 groups, sizes evenly spread from 100 to 1,400 B, alike in every run} */
    public static Workload mixed()
    {
        final List<Integer> sizes = new SplittableRandom(MIXED_SEED).ints(MIXED_SIZES, MIXED_SIZE_MIN, SIZE_MAX + 1)
            .boxed().toList();
        return new Workload("mixed", sizes, MIXED_GROUPS, 1, true, 1);
    }

    /**
     * @param train length of trains where they are possible.
     * @return number of datagrams that the generator sends at once, so that they fit into one train.
     */
    public int trainOf(final int train)
    {
        return Math.max(1, Math.min(train, DATAGRAM_LENGTH_MAX / sizes.getFirst()));
    }
}
