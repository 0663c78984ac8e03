package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertEquals(85.568, proposed.megabytes(), 1e-12);
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
}
