package relay.perf.experiment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import relay.perf.experiment.Row.Table;

/**
 * All that JMH measures, in the order in which it does.
 */
final class PoolPlan
{
    static final List<Integer> LENGTHS = List.of(1_500, 4_096, 9_000);
    static final List<Integer> POOL_SIZES = List.of(100, 500, 1_000, 5_000);
    static final List<Integer> BURSTS = List.of(10, 50, 100, 500);
    static final List<Integer> DATAGRAMS = List.of(1_000, 8_000);
    /** Datagrams that a relay under load may receive together. */
    static final int AT_ONCE = 16;
    static final List<Integer> WORKING_SETS = List.of(64, 256, 1_000, 4_000, 16_000);
    /** What a datagram of so many bytes asks for. */
    private static final int JUMBO_DATAGRAM = 8_000;

    private static final String LENGTH = "length";
    private static final String BUFFERS = "buffers";
    private static final String DATAGRAM = "datagram";
    private static final String DEPTH = "depth";

    private PoolPlan()
    {
    }

    /**
     * @param effort how much of it.
     * @return the rows.
     */
    static List<Row> rows(final Effort effort)
    {
        final List<Row> rows = new ArrayList<>();
        cycles(rows);
        copies(rows);
        sizes(rows);
        for (final String contender : Contenders.TAILS)
        {
            Stream.of(Tail.values()).map(tail -> tail.row(contender)).forEach(rows::add);
        }
        HandOff.ALL.forEach(contender -> rows.add(
            Row.of(Table.HAND_OFF, HandOffBenchmark.class, "handOff", contender)));
        return effort.isWhole() ? rows : firstOfEach(rows);
    }

    static int bufferFor(final int datagram)
    {
        return datagram < JUMBO_DATAGRAM ? LENGTHS.getFirst() : LENGTHS.getLast();
    }

    private static void cycles(final List<Row> rows)
    {
        for (final int length : LENGTHS)
        {
            for (final String contender : Contenders.ALL)
            {
                final Row row = Row.of(Table.CYCLE, BufferBenchmark.class, "cycle", contender, LENGTH, length);
                rows.add(row);
                if (Contenders.LANE.equals(contender))
                {
                    rows.add(row.withoutMetrics());
                }
            }
            rows.add(Row.of(Table.ZEROED, BufferBenchmark.class, "cycle", Contenders.LANE_ZEROED, LENGTH, length));
        }
    }

    private static void copies(final List<Row> rows)
    {
        for (final int datagram : DATAGRAMS)
        {
            for (final String contender : Contenders.ALL)
            {
                rows.add(Row.of(Table.COPY, BufferBenchmark.class, "copy", contender,
                    LENGTH, bufferFor(datagram), DATAGRAM, datagram));
                rows.add(Row.of(Table.COPY_AT_ONCE, BurstBenchmark.class, "burstCopy", contender,
                    LENGTH, bufferFor(datagram), DATAGRAM, datagram, DEPTH, AT_ONCE));
                rows.add(Row.of(Table.READ, BufferBenchmark.class, "copyAndRead", contender,
                    LENGTH, bufferFor(datagram), DATAGRAM, datagram));
            }
        }
    }

    private static void sizes(final List<Row> rows)
    {
        for (final String contender : List.of(Contenders.LANE, Contenders.FIFO_RING))
        {
            POOL_SIZES.forEach(buffers -> rows.add(
                Row.of(Table.POOL_SIZE, BufferBenchmark.class, "cycle", contender, BUFFERS, buffers)));
            for (final int datagram : DATAGRAMS)
            {
                WORKING_SETS.forEach(buffers -> rows.add(Row.of(Table.WORKING_SET, BurstBenchmark.class, "burstCopy",
                    contender, LENGTH, bufferFor(datagram), DATAGRAM, datagram, BUFFERS, buffers)));
            }
        }
        for (final String contender : List.of(Contenders.LANE, Contenders.ARRAY))
        {
            BURSTS.forEach(depth -> rows.add(
                Row.of(Table.BURST, BurstBenchmark.class, "burst", contender, DEPTH, depth)));
        }
    }

    private static List<Row> firstOfEach(final List<Row> rows)
    {
        final Set<Table> seen = EnumSet.noneOf(Table.class);
        return rows.stream().filter(row -> seen.add(row.table())).toList();
    }
}
