package relay.perf.experiment;

import java.util.List;
import java.util.stream.IntStream;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;

/**
 * Lengths of datagrams, and how many of each come in a row before the next, again and again.
 *
 * @param name    for people.
 * @param lengths in bytes, each of another size class.
 * @param runs    how many of each length, in the same order.
 */
record Mix(String name, List<Integer> lengths, List<Integer> runs)
{
    /** What fits a small buffer. */
    static final Mix SMALL = new Mix("1,000 B", List.of(1_000), List.of(1));

    /** As many of each class as there are buffers of it by default, so that all classes run dry at once. */
    static final Mix BY_CLASS = new Mix("10 x 1,000 B, 5 x 4,000 B, 2 x 8,000 B",
        List.of(1_000, 4_000, 8_000), List.of(10, 5, 2));

    /**
     * @return datagrams before it begins again.
     */
    int period()
    {
        return runs.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * @return of all datagrams.
     */
    double meanLength()
    {
        return IntStream.range(0, lengths.size())
            .mapToDouble(i -> (double)lengths.get(i) * runs.get(i)).sum() / period();
    }

    /**
     * @param number of a datagram, from 0.
     * @return its length.
     */
    int lengthOf(final long number)
    {
        int rest = (int)(number % period());
        int i = 0;
        while (rest >= runs.get(i))
        {
            rest -= runs.get(i++);
        }
        return lengths.get(i);
    }

    /**
     * @param counts of a lane.
     * @return how many datagrams of this mix fit before the first class has no buffer left.
     */
    double capacity(final BufferCounts counts)
    {
        return IntStream.range(0, lengths.size())
            .mapToDouble(i -> counts.of(SizeClass.fitting(lengths.get(i))) * (double)period() / runs.get(i))
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
