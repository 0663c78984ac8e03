package relay.perf.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import relay.perf.report.Spread;

/**
 * What {@link SideBySide} measured in one process: two relays with metrics and two without, one after the other within a
 * tenth of a second, again and again. What is compared is of the same round, so that a machine that becomes slower
 * meanwhile does so for both.
 *
 * @param ns that a datagram cost, by round and relay.
 */
record Rounds(List<List<Double>> ns)
{
    private static final double PERCENT = 100;
    private static final int[] WITH = places(true);
    private static final int[] WITHOUT = places(false);

    Rounds
    {
        ns = List.copyOf(ns);
    }

    /**
     * @param lines that the process printed.
     * @return them as numbers.
     */
    static Rounds parse(final List<String> lines)
    {
        return new Rounds(lines.stream().map(line -> Arrays.stream(line.split(" ")).map(Double::valueOf).toList()).toList());
    }

    /**
     * @return nanoseconds of a datagram with metrics, the median.
     */
    double withNs()
    {
        return median(round -> mean(round, WITH));
    }

    /**
     * @return nanoseconds of a datagram without metrics, the median.
     */
    double withoutNs()
    {
        return median(round -> mean(round, WITHOUT));
    }

    /**
     * @return what metrics add, in percent: the median of the rounds.
     */
    double costPercent()
    {
        return median(round -> percent(mean(round, WITH), mean(round, WITHOUT)));
    }

    /**
     * @return the same of the two relays with metrics, and of the two without.
     */
    List<Double> nothingPercent()
    {
        return List.of(nothingPercent(WITH), nothingPercent(WITHOUT));
    }

    private double nothingPercent(final int[] places)
    {
        return median(round -> percent(round.get(places[1]), round.get(places[0])));
    }

    /** Of the rounds in which all relays did something: one of them may have had no core for all of a short window. */
    private double median(final ToDoubleFunction<List<Double>> figure)
    {
        final Spread spread = Spread.of(ns.stream().map(figure::applyAsDouble).toList());
        return null == spread ? Double.NaN : spread.median();
    }

    private static double mean(final List<Double> round, final int[] places)
    {
        return (round.get(places[0]) + round.get(places[1])) / 2;
    }

    private static double percent(final double value, final double base)
    {
        return PERCENT * (value / base - 1);
    }

    private static int[] places(final boolean hasMetrics)
    {
        return IntStream.range(0, SideBySide.ORDER.size()).filter(i -> SideBySide.ORDER.get(i) == hasMetrics).toArray();
    }
}
