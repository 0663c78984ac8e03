package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.perf.outcome.Json;
import relay.pool.BufferCounts;

/** The seed's figures, to the digit. */
class SeedTablesTest
{
    @ParameterizedTest
    @CsvSource({"7000, 2.1875, 2.2", "22000, 6.875, 6.9", "102000, 31.875, 31.9"})
    void shouldHaveItsBuffersInFlight(final long lifetimeNs, final double exact, final String seed)
    {
        assertEquals(exact, SeedTables.inFlight(lifetimeNs), 1e-12);
        assertEquals(seed, SeedTables.tenths(SeedTables.inFlight(lifetimeNs)));
    }

    @Test
    void shouldHaveItsBatch()
    {
        assertEquals(262.875, SeedTables.inFlightWithBatch(), 1e-12);
        assertEquals(262, SeedTables.whole(SeedTables.inFlightWithBatch()));
    }

    @Test
    void shouldHaveItsBacklog()
    {
        assertEquals(23_437.5, SeedTables.BURST.backlog());
        assertEquals(23_437, SeedTables.whole(SeedTables.BURST.backlog()));
    }

    @Test
    void shouldHaveItsFootprint()
    {
        final SeedTables.Footprint proposed = SeedTables.footprints().getLast();
        assertEquals("proposed", proposed.name());
        assertEquals(new BufferCounts(1_000, 500, 200, 0), proposed.counts());
        assertEquals(5.348, proposed.megabytesPerCore(), 1e-12);
        assertEquals("84.8", proposed.asInTheSeed());
    }

    @ParameterizedTest
    @CsvSource({
        "0, minimal, 159, 80, 27", "1, conservative, 192, 101, 39", "2, burst-tolerant, 14269, 7140, 2386"})
    void shouldHaveRowsOfItsOwn(
        final int row, final String name, final int small, final int standard, final int jumbo)
    {
        assertEquals(name, SeedTables.footprints().get(row).name());
        assertEquals(new BufferCounts(small, standard, jumbo, 0), SeedTables.footprints().get(row).counts());
    }

    @Test
    void shouldPrintThemBesideTheExactValues()
    {
        final String text = SeedTables.text();
        assertTrue(text.startsWith("""
            the seed's model: 5,000,000 packets/s on 16 cores, 312,500 a core

            in flight on a core = rate x lifetime                  exact    seed
              7 us                                                2.1875     2.2
              22 us                                               6.8750     6.9
              102 us                                             31.8750    31.9
              22 us, and a batch of 256                         262.8750     262
            backlog of a burst: 3 x for 50 ms against 1.5 x  23,437.5000  23,437

            """), text);
        assertTrue(text.contains("""

              proposed         1,000       500    200        5.348 MB     85.568 MB     81.6         84.8 MB
            """.substring(1)), text);
    }

    @Test
    void shouldHaveThemAsJson()
    {
        final JsonObject root = JsonParser.parseString(Json.text(SeedTables.json())).getAsJsonObject();
        assertEquals(23_437, root.get("backlogAsInTheSeed").getAsLong());
        assertEquals("31.9",
            root.get("inFlight").getAsJsonArray().get(2).getAsJsonObject().get("asInTheSeed").getAsString());
        final JsonObject proposed = root.get("footprints").getAsJsonArray().get(3).getAsJsonObject();
        assertEquals(200, proposed.getAsJsonObject("buffers").get("jumbo").getAsInt());
        assertEquals(5_348_000, proposed.getAsJsonObject("footprint").get("payloadBytes").getAsLong());
        assertEquals("84.8", proposed.get("megabytesAsInTheSeed").getAsString());
    }
}
