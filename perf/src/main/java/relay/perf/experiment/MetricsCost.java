package relay.perf.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import relay.perf.outcome.Estimate;
import relay.perf.outcome.Spread;

/**
 * The cost of metrics for a relay's data thread, as measured by {@link RelaysInTurn} in several processes.
 *
 * @param processes that each had two relays with metrics and two without.
 */
record MetricsCost(List<Rounds> processes)
{
    /** Rounds of each process that count. */
    static final int ROUNDS = 50;

    /** Two relays that are alike must not look as if they differed by more, in percent. */
    private static final double RESOLUTION = 2.5;

    /**
     * Four relays of one process, one after the other within a tenth of a second, again and again. Only values of one
     * round are compared, so that a machine that becomes slower meanwhile does so for all.
     *
     * @param ns cost of a datagram, by round and relay.
     */
    record Rounds(List<List<Double>> ns)
    {
        private static final int[] WITH = places(true);
        private static final int[] WITHOUT = places(false);

        /**
         * @param lines that the process printed.
         * @return them as numbers.
         */
        static Rounds parse(final List<String> lines)
        {
            return new Rounds(
                lines.stream().map(line -> Arrays.stream(line.split(" ")).map(Double::valueOf).toList()).toList());
        }

        double withNs()
        {
            return median(round -> mean(round, WITH));
        }

        double withoutNs()
        {
            return median(round -> mean(round, WITHOUT));
        }

        /**
         * @return percent that metrics add: the median of the rounds.
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
            return List.of(median(round -> percent(round.get(WITH[1]), round.get(WITH[0]))),
                median(round -> percent(round.get(WITHOUT[1]), round.get(WITHOUT[0]))));
        }

        /** Of the rounds in which all relays worked: one of them may have had no core for all of a short window. */
        private double median(final ToDoubleFunction<List<Double>> value)
        {
            final Spread spread = Spread.of(ns.stream().map(value::applyAsDouble).toList());
            return null == spread ? Double.NaN : spread.median();
        }

        private static double mean(final List<Double> round, final int[] places)
        {
            return (round.get(places[0]) + round.get(places[1])) / 2;
        }

        private static double percent(final double value, final double base)
        {
            return 100 * (value / base - 1);
        }

        private static int[] places(final boolean hasMetrics)
        {
            return IntStream.range(0, RelaysInTurn.ORDER.size())
                .filter(i -> RelaysInTurn.ORDER.get(i) == hasMetrics).toArray();
        }
    }

    /**
     * @return percent that metrics add.
     */
    Estimate percent()
    {
        return Estimate.of(processes.stream().map(Rounds::costPercent).toList());
    }

    /**
     * @return percent that nothing adds: relays that are alike, compared in the same way.
     */
    Estimate nothingPercent()
    {
        return Estimate.of(processes.stream().flatMap(rounds -> rounds.nothingPercent().stream()).toList());
    }

    /**
     * @param limit in percent.
     * @return whether they certainly add less.
     */
    boolean isBelow(final double limit)
    {
        return isResolved() && percent().high() < limit;
    }

    /**
     * @return how much the estimate is worth, in words.
     */
    String words()
    {
        return processes.isEmpty() ? "" : (isResolved() ? "" : "not resolved: ") + "95 % interval " + percent().text() +
            "; relays that are alike differ by " + nothingPercent().text();
    }

    private boolean isResolved()
    {
        return nothingPercent().isWithin(RESOLUTION);
    }
}
