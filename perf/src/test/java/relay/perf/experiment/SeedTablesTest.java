package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.pool.SizeClass;
import relay.tools.model.capacity.Conditions;
import relay.tools.model.capacity.FluidBurst;
import relay.tools.model.capacity.LanePrediction;
import relay.tools.model.capacity.Lifetimes;
import relay.tools.model.capacity.SizeLoad;
import relay.transport.wire.Envelope;

/**
 * The seed's tables, computed again to the digit. The seed's rounding is part of its figures: one decimal where they
 * are small, whole buffers without the rest where they are large, and a footprint that was rounded before it was
 * multiplied.
 */
class SeedTablesTest
{
    private static final int CORES = 16;
    private static final double RATE_PER_CORE = 312_500;
    private static final int BATCH = 256;
    /** Of the rate, as much leaves at most. */
    private static final double DRAIN_FACTOR = 1.5;
    private static final FluidBurst BURST =
        new FluidBurst(RATE_PER_CORE, 3, TimeUnit.MILLISECONDS.toNanos(50), DRAIN_FACTOR * RATE_PER_CORE);
    /** Percent of the packets by size class: the mix of the counts that the seed proposed, nearly. */
    private static final List<Integer> MIX = List.of(60, 30, 10, 0);

    private final SeedTables tables = SeedTables.read();
    private final JsonObject json = JsonParser.parseString(SeedTables.json()).getAsJsonObject();

    @ParameterizedTest
    @CsvSource({"0, 7000, 2.1875, 2.2", "1, 22000, 6.875, 6.9", "2, 102000, 31.875, 31.9"})
    void shouldHaveItsBuffersInFlight(final int row, final long lifetimeNs, final double exact, final String seed)
    {
        assertEquals(exact, inFlight(lifetimeNs), 1e-12);
        assertEquals(seed, BigDecimal.valueOf(exact).setScale(1, RoundingMode.HALF_UP).toString());
        assertEquals(new SeedTables.InFlight(lifetimeNs, exact, seed), tables.inFlight().get(row));
        assertTrue(SeedTables.text().contains(String.format(Locale.ROOT, "%.4f    %4s", exact, seed)));
    }

    @Test
    void shouldHaveItsBatchAndBacklog()
    {
        assertEquals(BATCH + inFlight(22_000), json.get("inFlightWithBatch").getAsDouble(), 1e-12);
        assertEquals((long)(BATCH + inFlight(22_000)), json.get("inFlightWithBatchAsInTheSeed").getAsLong());
        assertEquals(BURST.backlog(), tables.backlog());
        assertEquals((long)BURST.backlog(), json.get("backlogAsInTheSeed").getAsLong());
        assertTrue(SeedTables.text().contains("262.8750     262") && SeedTables.text().contains("23,437.5000  23,437"));
    }

    @Test
    void shouldHaveItsFootprints()
    {
        final double rarely = 1e-4;
        assertFootprint(0, "minimal", needed(22_000, new Conditions(1, 0, DRAIN_FACTOR, BATCH, 0.5)));
        assertFootprint(1, "conservative", needed(102_000, new Conditions(1, 0, DRAIN_FACTOR, BATCH, rarely)));
        assertFootprint(2, "burst-tolerant", needed(102_000,
            new Conditions(BURST.factor(), BURST.lengthNs(), DRAIN_FACTOR, BATCH, rarely)));
        assertFootprint(3, "proposed", BufferCounts.DEFAULT);
        assertEquals("84.8", tables.footprints().getLast().megabytesAsInTheSeed());
    }

    @Test
    void shouldShowThemOnThePage()
    {
        assertEquals(List.of("in flight with a lifetime of 7 us", "2.19", "2.2"),
            tables.inFlightTable().rows().getFirst());
        assertEquals(List.of("proposed: the seed's counts, the pool's defaults", "1,700", "84.8"),
            tables.footprintTable().rows().getLast());
    }

    private void assertFootprint(final int index, final String name, final BufferCounts counts)
    {
        final SeedTables.Footprint row = tables.footprints().get(index);
        assertEquals(name, row.name());
        assertEquals(Arrays.stream(SizeClass.values()).collect(Collectors.toMap(
            each -> each.name().toLowerCase(Locale.ROOT), counts::of)), row.buffers());
        assertEquals(BigDecimal.valueOf(counts.payloadBytes() / 1e6).setScale(1, RoundingMode.HALF_UP)
            .multiply(BigDecimal.valueOf(CORES)).toString(), row.megabytesAsInTheSeed());
        final Footprint lane = Footprint.ofLane(counts, Envelope.LENGTH);
        assertEquals(Map.of("payloadBytes", counts.payloadBytes(), "bufferBytes", lane.bufferBytes(), "slotBytes",
                lane.slotBytes(), "bufferBytesOfAllCores", CORES * lane.bufferBytes()),
            json.getAsJsonArray("footprints").get(index).getAsJsonObject().getAsJsonObject("footprint").asMap()
                .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().getAsLong())));
        assertTrue(SeedTables.text().contains(String.format(Locale.ROOT, "  %-14s  %,6d  %,8d  %,5d", name,
            counts.small(), counts.standard(), counts.jumbo())), SeedTables.text());
    }

    private static double inFlight(final long lifetimeNs)
    {
        return new SizeLoad(SizeClass.SMALL, RATE_PER_CORE, Lifetimes.fixed(lifetimeNs)).inFlight();
    }

    private static BufferCounts needed(final long lifetimeNs, final Conditions conditions)
    {
        final Lifetimes lifetimes = Lifetimes.fixed(lifetimeNs);
        return LanePrediction.of(Arrays.stream(SizeClass.values()).map(sizeClass -> new SizeLoad(
                sizeClass, RATE_PER_CORE * MIX.get(sizeClass.ordinal()) / 100, lifetimes)).toList(),
            conditions, BufferCounts.DEFAULT).needed().counts();
    }
}
