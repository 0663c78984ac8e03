package relay.perf.bench;

import com.google.gson.annotations.Expose;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import relay.perf.outcome.Derived;
import relay.perf.outcome.Keys;
import relay.perf.topology.Effort;

/**
 * The plan of {@code relay bench rfc}.
 *
 * @param parts        tests to take.
 * @param sizes        UDP payloads, in bytes.
 * @param groups       numbers of groups.
 * @param destinations numbers of destinations.
 * @param capacities   numbers of groups to try in turn.
 * @param effort       of the run; its lossMax is 0 as the RFCs have it.
 * @param lossPercents of the throughput, offered for the frame loss rate.
 * @param overloadMs   length of the overload before a recovery, in milliseconds.
 * @param burstMax     longest burst to try.
 * @param joins        starts and stops of a relay, in all.
 * @param hostJoins    joins of a host, in all.
 */
record RfcPlan(
    Set<RfcTest> parts, List<Integer> sizes, List<Integer> groups, List<Integer> destinations, List<Integer> capacities,
    @Expose(serialize = false) Effort effort, List<Integer> lossPercents, long overloadMs, long burstMax, int joins,
    int hostJoins) implements Derived
{
    /** Payload where the size is not what is measured. */
    static final int SIZE = 512;
    static final List<Integer> LATENCY_PERCENTS = List.of(10, 50, 80);
    static final List<Integer> MATRIX_PERCENTS = List.of(20, 40, 60, 80, 100, 120);
    /** RFC 6985 and common use: small, middle and long as 7 : 4 : 1; interleaved. */
    static final List<Integer> MIX = List.of(64, 512, 64, 64, 512, 64, 1_472, 64, 512, 64, 64, 512);

    /** NumberText to try in turn: from the first by a factor, and the last whatever is before it. */
    static List<Integer> capacities(final int first, final int factor, final int max)
    {
        return IntStream.concat(IntStream.iterate(first, count -> count < max, count -> count * factor),
            IntStream.of(max)).boxed().toList();
    }

    long estimateSeconds()
    {
        final double run = effort.runMs();
        final double search = effort.searchMs();
        final double bySize = ms(search, RfcTest.THROUGHPUT, RfcTest.LATENCY, RfcTest.FRAME_LOSS, RfcTest.BACK_TO_BACK,
            RfcTest.RECOVERY) + ms(search / 2, RfcTest.THROUGHPUT) +
            ms(LATENCY_PERCENTS.size() * effort.latencyMs(), RfcTest.LATENCY) +
            ms(lossPercents.size() * run, RfcTest.FRAME_LOSS) + ms(search / 2, RfcTest.BACK_TO_BACK) +
            ms(2.0 * overloadMs, RfcTest.RECOVERY);
        final double byGroups = ms(effort.startMs() + search, RfcTest.SCALED, RfcTest.MATRIX) +
            ms(MATRIX_PERCENTS.size() * run, RfcTest.MATRIX);
        final double round = effort.startMs() + sizes.size() * bySize + ms(search, RfcTest.MIXED_SIZE) +
            groups.size() * byGroups + destinations.size() * ms(effort.startMs() + search, RfcTest.AGGREGATED);
        final double once = ms(joins * 2.0 * Effort.START_MS, RfcTest.JOIN_LEAVE) +
            ms(capacities.size() * 2.0 * Effort.START_MS, RfcTest.CAPACITY);
        return Math.round((effort.rounds() * round + once) / 1e3);
    }

    boolean has(final RfcTest... some)
    {
        return Stream.of(some).anyMatch(parts::contains);
    }

    @Override
    public SequencedMap<String, ?> derived()
    {
        return Keys.of("rounds", effort.rounds(), "trialMs", effort.trialMs(), "warmUpMs", effort.warmUpMs(),
            "precision", effort.precision(), "lossMax", effort.lossMax(), "train", effort.train(),
            "latencyWindows", effort.latencyWindows());
    }

    private double ms(final double needed, final RfcTest... some)
    {
        return has(some) ? needed : 0;
    }
}
