package relay.tools.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import relay.observe.text.Json;
import relay.observe.text.Numbers;
import relay.observe.text.TextTable;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.SeedTables;

/**
 * The tables of Relay's seed, beside what they are exactly.
 */
final class SeedTablesReport
{
    private static final double MEBIBYTE = 1 << 20;

    private SeedTablesReport()
    {
    }

    static String text()
    {
        final TextTable flight = new TextTable().row("in flight on a core = rate x lifetime", "exact", "seed");
        SeedTables.LIFETIMES_NS.forEach(lifetimeNs -> flight.row("  " + us(lifetimeNs),
            exact(SeedTables.inFlight(lifetimeNs)), SeedTables.tenths(SeedTables.inFlight(lifetimeNs))));
        flight.row("  " + us(SeedTables.BATCH_LIFETIME_NS) + ", and a batch of " + SeedTables.BATCH,
            exact(SeedTables.inFlightWithBatch()), Numbers.count(SeedTables.whole(SeedTables.inFlightWithBatch())));
        flight.row("backlog of a burst: 3 x for 50 ms against 1.5 x", exact(SeedTables.BURST.backlog()),
            Numbers.count(SeedTables.whole(SeedTables.BURST.backlog())));
        return "the seed's model: " + Numbers.count(Math.round(SeedTables.CORES * SeedTables.RATE_PER_CORE)) +
            " packets/s on " + SeedTables.CORES + " cores, " +
            Numbers.count(Math.round(SeedTables.RATE_PER_CORE)) + " a core\n\n" + flight + "\n" + footprints();
    }

    static JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("cores", SeedTables.CORES);
        json.addProperty("ratePerCore", SeedTables.RATE_PER_CORE);
        final JsonArray inFlight = new JsonArray();
        SeedTables.LIFETIMES_NS.forEach(lifetimeNs -> inFlight.add(inFlight(lifetimeNs)));
        json.add("inFlight", inFlight);
        json.addProperty("inFlightWithBatch", SeedTables.inFlightWithBatch());
        json.addProperty("inFlightWithBatchAsInTheSeed", SeedTables.whole(SeedTables.inFlightWithBatch()));
        json.addProperty("backlog", SeedTables.BURST.backlog());
        json.addProperty("backlogAsInTheSeed", SeedTables.whole(SeedTables.BURST.backlog()));
        final JsonArray footprints = new JsonArray();
        SeedTables.footprints().forEach(row -> footprints.add(footprint(row)));
        json.add("footprints", footprints);
        return json;
    }

    private static String footprints()
    {
        final TextTable table = new TextTable().row("footprint", "small", "standard", "jumbo", "payload a core",
            SeedTables.CORES + " cores", "in MiB", "as in the seed");
        final StringBuilder reasons = new StringBuilder();
        for (final SeedTables.Footprint row : SeedTables.footprints())
        {
            final BufferCounts counts = row.counts();
            table.row("  " + row.name(), Numbers.count(counts.small()), Numbers.count(counts.standard()),
                Numbers.count(counts.jumbo()), String.format(Locale.ROOT, "%.3f MB", row.megabytesPerCore()),
                String.format(Locale.ROOT, "%,.3f MB", row.megabytes()),
                String.format(Locale.ROOT, "%,.1f", counts.payloadBytes() * SeedTables.CORES / MEBIBYTE),
                row.asInTheSeed() + " MB");
            reasons.append(row.name()).append(": ").append(row.reason()).append('\n');
        }
        return table + "\n" + reasons + """
            The seed rounded one core's megabytes (10^6 B) to a tenth, and multiplied then: 5.3 x 16 = 84.8.
            Of its rows only the last is known; the others follow from this model, with 60, 30 and 10 % of the packets
            small, standard and jumbo.
            """;
    }

    private static JsonObject inFlight(final long lifetimeNs)
    {
        final JsonObject json = new JsonObject();
        json.addProperty("lifetimeNs", lifetimeNs);
        json.addProperty("buffers", SeedTables.inFlight(lifetimeNs));
        json.addProperty("asInTheSeed", SeedTables.tenths(SeedTables.inFlight(lifetimeNs)));
        return json;
    }

    private static JsonObject footprint(final SeedTables.Footprint row)
    {
        final JsonObject json = new JsonObject();
        json.addProperty("name", row.name());
        json.addProperty("reason", row.reason());
        json.add("buffers", Json.tree(ModelText.bySize(row.counts())));
        json.add("footprint", Json.tree(ModelText.LaneMemory.of(row.counts(), SeedTables.CORES)));
        json.addProperty("megabytesAsInTheSeed", row.asInTheSeed());
        return json;
    }

    private static String us(final long durationNs)
    {
        return durationNs / 1_000 + " us";
    }

    private static String exact(final double number)
    {
        return String.format(Locale.ROOT, "%,.4f", number);
    }
}
