package relay.perf.experiment;

import java.util.List;
import relay.perf.experiment.Row.Table;

/**
 * What the experiment that Relay descends from found (in Rust, on its author's machine).
 *
 * <p>Its method has weaknesses that are not inherited here, so that a ratio to its numbers compares two things: its
 * release clears the buffer, which is most of its 26.7 ns; its dynamic copies were optimised away; its success rates
 * follow from its loop (capacity / (capacity + 1)); its recovery is the time that it takes to free a list; its p99 is a
 * mean; and one thread does everything.
 */
final class Seed
{
    /**
     * One of its numbers that is measured here again.
     *
     * @param name      of it.
     * @param value     of it, in nanoseconds.
     * @param target    that it had.
     * @param table     where ours is found.
     * @param contender who is comparable.
     * @param isMetered whether with metrics.
     * @param pairs     parameters of ours.
     */
    record Number(
        String name, double value, String target, Table table, String contender, boolean isMetered, List<Object> pairs)
    {
    }

    private static final String COPY_DOUBT = "suspected optimised away";

    /** In the order of its report. */
    static final List<Number> NUMBERS = List.of(
        number("small 1,500 B: pool", 26.7, "p99 < 50", Table.CYCLE, Contenders.LANE, false, "length", 1_500),
        number("small 1,500 B: pool with metrics", 25.9, "p99 < 50", Table.CYCLE, Contenders.LANE, true,
            "length", 1_500),
        number("small 1,500 B: pool, cleared as there", 26.7, "", Table.ZEROED, Contenders.LANE_ZEROED, true,
            "length", 1_500),
        number("small 1,500 B: dynamic", 47.7, "pool 2 x faster", Table.CYCLE, Contenders.ARRAY, true, "length", 1_500),
        number("standard 4,096 B: pool", 70.9, "", Table.CYCLE, Contenders.LANE, true, "length", 4_096),
        number("standard 4,096 B: pool, cleared as there", 70.9, "", Table.ZEROED, Contenders.LANE_ZEROED, true,
            "length", 4_096),
        number("standard 4,096 B: dynamic", 73.6, "", Table.CYCLE, Contenders.ARRAY, true, "length", 4_096),
        number("jumbo 9,000 B: pool", 128.0, "", Table.CYCLE, Contenders.LANE, true, "length", 9_000),
        number("jumbo 9,000 B: pool, cleared as there", 128.0, "", Table.ZEROED, Contenders.LANE_ZEROED, true,
            "length", 9_000),
        number("jumbo 9,000 B: dynamic", 131.8, "", Table.CYCLE, Contenders.ARRAY, true, "length", 9_000),
        number("pool of 100", 25.2, "", Table.POOL_SIZE, Contenders.LANE, true, "buffers", 100),
        number("pool of 500", 25.0, "", Table.POOL_SIZE, Contenders.LANE, true, "buffers", 500),
        number("pool of 1,000", 27.5, "", Table.POOL_SIZE, Contenders.LANE, true, "buffers", 1_000),
        number("pool of 5,000", 37.7, "", Table.POOL_SIZE, Contenders.LANE, true, "buffers", 5_000),
        number("burst of 10, each", 26.8, "linear", Table.BURST, Contenders.LANE, true, "depth", 10),
        number("burst of 50, each", 28.2, "linear", Table.BURST, Contenders.LANE, true, "depth", 50),
        number("burst of 100, each", 27.8, "linear", Table.BURST, Contenders.LANE, true, "depth", 100),
        number("burst of 500, each", 27.6, "linear", Table.BURST, Contenders.LANE, true, "depth", 500),
        number("copy 1,000 B: pool", 37.3, "", Table.COPY, Contenders.LANE, true, "datagram", 1_000),
        number("copy 1,000 B: dynamic", 26.8, COPY_DOUBT, Table.COPY, Contenders.ARRAY, true, "datagram", 1_000),
        number("copy 8,000 B: pool", 162.5, "", Table.COPY, Contenders.LANE, true, "datagram", 8_000),
        number("copy 8,000 B: dynamic", 22.0, COPY_DOUBT, Table.COPY, Contenders.ARRAY, true, "datagram", 8_000));

    /**
     * Its throughput.
     *
     * @param name      of it.
     * @param mOps      million operations a second.
     * @param contender who is comparable.
     * @param isMetered whether with metrics.
     */
    record Throughput(String name, double mOps, String contender, boolean isMetered)
    {
    }

    static final List<Throughput> THROUGHPUTS = List.of(
        new Throughput("pool", 36.6, Contenders.LANE, false),
        new Throughput("pool with metrics", 37.6, Contenders.LANE, true),
        new Throughput("dynamic", 21.0, Contenders.ARRAY, true));

    /** Megabytes for sixteen cores. */
    static final double FOOTPRINT_MB = 84.8;

    private Seed()
    {
    }

    private static Number number(
        final String name, final double value, final String target, final Table table, final String contender,
        final boolean isMetered, final Object... pairs)
    {
        return new Number(name, value, target, table, contender, isMetered, List.of(pairs));
    }
}
