package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.burst.FaultyForwarder.Fault;

/**
 * Each fault that a relay could have, between real sockets: {@code --assert} fails with the clauses that are about it,
 * and with no other; a relay without it passes them all.
 *
 * <p>A busy machine can make a sound path look bad, and never a bad path good. So the sound one may be tried again, and
 * the bad ones have no second try. A stall of 1 ms is no rare event on such a machine, so it is one of 40 ms here;
 * {@link StallMeasureTest} has one of 1 ms, on a clock that it sets.
 */
@Timeout(60)
class FaultsTest
{
    private static final String COUNTS = "lost=0,duplicates=0,reordered=0,corrupt=0,foreign=0";
    private static final String TIMES = ",p99<20ms,stall<20ms";
    private static final long COUNT = 2_000;
    private static final int TRIES = 5;
    private static final long SEED = 42;

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private int status;

    @Test
    void shouldHoldWithoutAFault() throws Exception
    {
        List<String> failed = List.of("not tried");
        for (int i = 0; i < TRIES && !failed.isEmpty(); i++)
        {
            failed = failedClauses(Fault.NONE, COUNTS + TIMES + ",rate-ratio>99%");
        }
        assertEquals(List.of(), failed, out::toString);
        assertEquals(0, status, out::toString);
    }

    @Test
    void shouldCatchLoss() throws Exception
    {
        assertCaught("lost=0", Fault.LOSS);
    }

    @Test
    void shouldCatchReordering() throws Exception
    {
        assertCaught("reordered=0", Fault.REORDERING);
    }

    @Test
    void shouldCatchAFlippedByte() throws Exception
    {
        assertCaught("corrupt=0", Fault.FLIPPED_BYTE);
    }

    @Test
    void shouldCatchDuplicates() throws Exception
    {
        assertCaught("duplicates=0", Fault.DUPLICATE);
    }

    @Test
    void shouldCatchAStall() throws Exception
    {
        assertEquals(List.of("p99<20ms", "stall<20ms"), failedClauses(Fault.STALL, COUNTS + TIMES), out::toString);
        assertEquals(1, status);
    }

    @Test
    void shouldCatchAnOutage() throws Exception
    {
        assertEquals(List.of("lost=0", "stall<20ms"), failedClauses(Fault.OUTAGE, COUNTS + ",stall<20ms"),
            out::toString);
        assertEquals(1, status);
    }

    private void assertCaught(final String clause, final Fault fault) throws Exception
    {
        assertEquals(List.of(clause), failedClauses(fault, COUNTS), out::toString);
        assertEquals(1, status, out::toString);
        assertTrue(out.toString().contains("DOES NOT HOLD  " + clause + ": "), out::toString);
    }

    private List<String> failedClauses(final Fault fault, final String clauses) throws Exception
    {
        final Path json = directory.resolve("result.json");
        out.getBuffer().setLength(0);
        final long faults;
        try (FaultyForwarder forwarder = new FaultyForwarder(fault, SEED))
        {
            final PrintWriter writer = new PrintWriter(out, true);
            status = BurstBench.commandLine().setOut(writer).setErr(writer).execute("sensor", "--pps", "5000",
                "--count", Long.toString(COUNT), "--target", "--to", forwarder.input().uri(), "--from",
                forwarder.output().uri(), "--assert", clauses, "--json", json.toString(), "--warm-up", "0s",
                "--settle", "300ms");
            faults = forwarder.faults();
        }
        final JsonObject load = JsonParser.parseString(Files.readString(json)).getAsJsonObject()
            .getAsJsonArray("loads").get(0).getAsJsonObject();
        assertFaultsCounted(fault, faults, load.getAsJsonObject("sink"));
        final List<String> failed = new ArrayList<>();
        for (final JsonElement verdict : load.getAsJsonArray("verdicts"))
        {
            if (!"holds".equals(verdict.getAsJsonObject().get("verdict").getAsString()))
            {
                failed.add(verdict.getAsJsonObject().get("clause").getAsString());
            }
        }
        return failed;
    }

    /** To the datagram. */
    private static void assertFaultsCounted(final Fault fault, final long faults, final JsonObject sink)
    {
        final long least = switch (fault)
        {
            case NONE -> 0;
            case STALL, OUTAGE -> 1;
            default -> COUNT / 200;
        };
        assertTrue(faults >= least, () -> faults + " faults");
        assertCount(Fault.LOSS == fault || Fault.OUTAGE == fault ? faults : 0, sink, "lost");
        assertCount(Fault.REORDERING == fault ? faults : 0, sink, "reordered");
        assertCount(Fault.FLIPPED_BYTE == fault ? faults : 0, sink, "corrupt");
        assertCount(Fault.DUPLICATE == fault ? faults : 0, sink, "duplicates");
        assertCount(0, sink, "foreign");
        assertCount(COUNT - sink.get("lost").getAsLong() - sink.get("corrupt").getAsLong(), sink, "arrived");
    }

    private static void assertCount(final long expected, final JsonObject sink, final String name)
    {
        assertEquals(expected, sink.get(name).getAsLong(), () -> name + " of " + sink);
    }
}
