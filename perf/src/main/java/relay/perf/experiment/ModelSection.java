package relay.perf.experiment;

import java.util.List;
import relay.perf.report.Grid;
import relay.perf.report.HtmlPage;
import relay.perf.report.Numbers;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.SeedTables;

/**
 * What the first experiment had on paper: buffers in flight, the backlog of a burst, the footprint.
 */
final class ModelSection
{
    /** What it found, in the order of {@link SeedTables#LIFETIMES_NS}. */
    private static final List<String> IN_FLIGHT = List.of("2.2", "6.9", "31.9");
    private static final long NS_A_US = 1_000;

    private final Results results;
    private final HtmlPage page;

    ModelSection(final Results results, final HtmlPage page)
    {
        this.results = results;
        this.page = page;
    }

    void write()
    {
        page.heading("On paper");
        page.paragraph("The first experiment's numbers, by the formulas of relay model, which works them out for " +
            "any traffic: " + Numbers.text(SeedTables.RATE_PER_CORE) + " datagrams/s on each of " + SeedTables.CORES +
            " cores; a burst of three times as many for 50 ms against a drain of 1.5 times.");
        final Grid grid = new Grid("", "first experiment", "by the model");
        for (int i = 0; i < IN_FLIGHT.size(); i++)
        {
            final long lifetimeNs = SeedTables.LIFETIMES_NS.get(i);
            grid.row("in flight with a lifetime of " + lifetimeNs / NS_A_US + " us", IN_FLIGHT.get(i),
                SeedTables.tenths(SeedTables.inFlight(lifetimeNs)));
        }
        grid.row("in flight with a batch of " + SeedTables.BATCH, "about 262",
            SeedTables.tenths(SeedTables.inFlightWithBatch()));
        grid.row("backlog of the burst", "23,437", Numbers.text(SeedTables.whole(SeedTables.BURST.backlog())));
        SeedTables.footprints().forEach(footprint -> grid.row(
            "MB of payload, " + SeedTables.CORES + " cores, " + footprint.name() + ": " + footprint.counts().total() +
            " buffers each", footprint.counts().equals(BufferCounts.DEFAULT) ? Numbers.text(Seed.FOOTPRINT_MB) : "",
            footprint.asInTheSeed()));
        grid.row("the last with headers, padding and slots, as a lane takes it", "",
            Numbers.text(results.footprint().megabytes(Criteria.CORES)));
        page.grid(grid);
    }
}
