package relay.perf.experiment;

import java.util.List;
import java.util.stream.IntStream;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

/**
 * Lengths of datagrams, and how many of each come in a row before the next, again and again.
 *
 * @param name    human-readable.
 * @param lengths in bytes, each of another size class.
 * @param runs    datagrams of each length in a row, in the same order.
 */
record LengthMix(String name, List<Integer> lengths, List<Integer> runs)
{
    /** Fits small buffers. */
    static final LengthMix SMALL = new LengthMix("1,000 B", List.of(1_000), List.of(1));

    /** As many of each class as there are buffers of it by default, so that all classes run dry at once. */
    static final LengthMix BY_CLASS = new LengthMix("10 x 1,000 B, 5 x 4,000 B, 2 x 8,000 B",
        List.of(1_000, 4_000, 8_000), List.of(10, 5, 2));

    /**
     * @return lengths of the datagrams until it begins again.
     */
    int[] period()
    {
        return IntStream.range(0, lengths.size())
            .flatMap(i -> IntStream.generate(() -> lengths.get(i)).limit(runs.get(i))).toArray();
    }

    double meanLength()
    {
        return IntStream.of(period()).average().orElseThrow();
    }

    /**
     * @param counts of a lane.
     * @return datagrams of this mix that fit before the first class has no buffer left.
     */
    double capacity(final BufferCounts counts)
    {
        return IntStream.range(0, lengths.size())
            .mapToDouble(i -> counts.of(SizeClass.fitting(lengths.get(i))) * (double)period().length / runs.get(i))
            .min().orElseThrow();
    }

    /**
     * @return the classes that it needs.
     */
    List<SizeClass> classes()
    {
        return lengths.stream().map(SizeClass::fitting).toList();
    }
}
