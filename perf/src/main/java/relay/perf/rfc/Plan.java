package relay.perf.rfc;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is measured, and for how long.
 *
 * @param parts          of the whole.
 * @param sizes          UDP payloads, in bytes.
 * @param groups         numbers of groups.
 * @param destinations   numbers of destinations.
 * @param capacities     numbers of groups to try in turn.
 * @param rounds         how often everything is repeated, each time with relays newly started.
 * @param trialMs        length of a run of generator and sink, in milliseconds.
 * @param warmUpMs       length of a relay's warm-up, in milliseconds.
 * @param precision      at which a search ends.
 * @param lossMax        part of the datagrams that may be lost; 0 as the RFCs have it.
 * @param train          datagrams that the generator sends at once.
 * @param latencyWindows runs of which the median counts.
 * @param lossPercents   of the throughput, offered for the frame loss rate.
 * @param overloadMs     for how long 110 % are offered, in milliseconds.
 * @param burstMax       longest burst tried.
 * @param joins          starts and stops of a relay, in all.
 * @param hostJoins      joins of a host, in all.
 */
record Plan(
    Set<Part> parts, List<Integer> sizes, List<Integer> groups, List<Integer> destinations, List<Integer> capacities,
    int rounds, long trialMs, long warmUpMs, double precision, double lossMax, int train, int latencyWindows,
    List<Integer> lossPercents, long overloadMs, long burstMax, int joins, int hostJoins)
{
    /** Payload where the size is not what is measured. */
    static final int SIZE = 512;
    static final List<Integer> LATENCY_PERCENTS = List.of(10, 50, 80);
    static final List<Integer> MATRIX_PERCENTS = List.of(20, 40, 60, 80, 100, 120);
    /** RFC 6985 and common use: small, middle and long as 7 : 4 : 1; interleaved. */
    static final List<Integer> MIX = List.of(64, 512, 64, 64, 512, 64, 1_472, 64, 512, 64, 64, 512);

    private static final long START_MS = 2_500;
    private static final long RUN_MS = 120;
    private static final int SEARCH_TRIALS = 8;

    /**
     * @param first  number of groups.
     * @param factor from each to the next.
     * @param max    that is the last, whatever is before it.
     * @return numbers to try in turn.
     */
    static List<Integer> capacities(final int first, final int factor, final int max)
    {
        return IntStream.concat(
            IntStream.iterate(first, count -> count < max, count -> count * factor), IntStream.of(max)).boxed().toList();
    }

    /** What is sent first in each run and does not count, in milliseconds. */
    long trialWarmUpMs()
    {
        return trialMs / 5;
    }

    /**
     * @return about how long it takes.
     */
    long estimateSeconds()
    {
        final double run = trialMs + trialWarmUpMs() + RUN_MS;
        final double search = run * SEARCH_TRIALS;
        double round = has(Part.THROUGHPUT, Part.LATENCY, Part.FRAME_LOSS, Part.BACK_TO_BACK, Part.RECOVERY) ?
            sizes.size() * search : 0;
        round += has(Part.THROUGHPUT) ? sizes.size() * search / 2 : 0;
        round += has(Part.LATENCY) ? sizes.size() * LATENCY_PERCENTS.size() * latencyWindows * run / 2 : 0;
        round += has(Part.FRAME_LOSS) ? sizes.size() * lossPercents.size() * run : 0;
        round += has(Part.BACK_TO_BACK) ? sizes.size() * 2 * SEARCH_TRIALS * RUN_MS : 0;
        round += has(Part.RECOVERY) ? sizes.size() * (1.5 * overloadMs + RUN_MS) : 0;
        round += has(Part.MIXED_SIZE) ? search : 0;
        round += START_MS + warmUpMs;
        round += has(Part.SCALED, Part.MATRIX) ? groups.size() * (START_MS + warmUpMs + search) : 0;
        round += has(Part.MATRIX) ? groups.size() * MATRIX_PERCENTS.size() * run : 0;
        round += has(Part.AGGREGATED) ? destinations.size() * (START_MS + warmUpMs + search) : 0;
        double once = has(Part.JOIN_LEAVE) ? joins * 2 * START_MS : 0;
        once += has(Part.CAPACITY) ? capacities.size() * 2 * START_MS : 0;
        return Math.round((rounds * round + once) / 1e3);
    }

    boolean has(final Part... some)
    {
        for (final Part part : some)
        {
            if (parts.contains(part))
            {
                return true;
            }
        }
        return false;
    }
}
