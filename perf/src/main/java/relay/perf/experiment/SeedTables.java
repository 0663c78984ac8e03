package relay.perf.experiment;

import com.google.gson.Gson;
import java.util.List;
import java.util.Map;
import relay.perf.outcome.NumberText;
import relay.perf.outcome.Table;

/**
 * The model that Relay's seed had on paper, beside exact values: {@code seed-tables.json} and {@code seed-tables.txt},
 * which a test computes again by the formulas of {@code relay model}.
 *
 * @param cores      that share the load.
 * @param inFlight   buffers in flight on one core.
 * @param backlog    of a burst.
 * @param footprints of buffers.
 */
record SeedTables(int cores, List<InFlight> inFlight, double backlog, List<Footprint> footprints)
{
    private static final int NS_A_US = 1_000;

    /**
     * Buffers in flight.
     *
     * @param lifetimeNs  of each buffer.
     * @param buffers     exactly.
     * @param asInTheSeed rounded as there.
     */
    record InFlight(long lifetimeNs, double buffers, String asInTheSeed)
    {
    }

    /**
     * Memory of buffers.
     *
     * @param name                 of the row.
     * @param reason               for so many.
     * @param buffers              of one core by size class.
     * @param megabytesAsInTheSeed of all cores, rounded as there.
     */
    record Footprint(String name, String reason, Map<String, Integer> buffers, String megabytesAsInTheSeed)
    {
    }

    static SeedTables read()
    {
        return new Gson().fromJson(json(), SeedTables.class);
    }

    static String json()
    {
        return Resource.text("seed-tables.json");
    }

    static String text()
    {
        return Resource.text("seed-tables.txt");
    }

    Table inFlightTable()
    {
        final Table table = new Table("buffers of a core", "exact", "seed");
        inFlight.forEach(row -> table.row("in flight with a lifetime of " + row.lifetimeNs / NS_A_US + " us",
            NumberText.text(row.buffers), row.asInTheSeed));
        return table.row("backlog of a burst: 3 x for 50 ms against 1.5 x", NumberText.text(backlog), "23,437");
    }

    Table footprintTable()
    {
        final Table table = new Table("MB of payload, " + cores + " cores", "buffers of each", "as in the seed");
        footprints.forEach(row -> table.row(row.name + ": " + row.reason,
            NumberText.text(row.buffers.values().stream().mapToInt(Integer::intValue).sum()),
            row.megabytesAsInTheSeed));
        return table;
    }
}
