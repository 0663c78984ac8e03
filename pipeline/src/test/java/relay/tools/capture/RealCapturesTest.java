package relay.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * {@code relay capture --json} of each real capture says exactly what another program wrote down about it, to the
 * SHA-256 of every group's payloads; rates too.
 */
class RealCapturesTest
{
    private static final String[][] SAME = {
        {"records", "records"}, {"skipped", "skipped"}, {"format", "format"}, {"error", "file_error"},
        {"backwardTimestamps", "timestamps_backwards"}, {"sha256", "payload_stream_sha256"}};
    private static final String[] LENGTHS = {"min", "p50", "p99", "max"};

    @TestFactory
    Stream<DynamicTest> shouldFindWhatIsExpected() throws IOException
    {
        final Path captures = Captures.directory();
        final JsonObject expected =
            JsonParser.parseString(Files.readString(captures.resolve(Captures.EXPECTED))).getAsJsonObject();
        return expected.entrySet().stream().map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () ->
        {
            final Path file = captures.resolve(entry.getKey());
            assertFound(entry.getValue().getAsJsonObject(),
                Files.exists(file) ? file : captures.resolve("odd").resolve(entry.getKey()));
        }));
    }

    private static void assertFound(final JsonObject expected, final Path file)
    {
        final StringWriter out = new StringWriter();
        final int exitCode = new CommandLine(new CaptureCommand()).setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter())).execute("--json", file.toString());
        final JsonObject found = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(JsonNull.INSTANCE.equals(expected.get("file_error")) ? 0 : 1, exitCode);
        for (final String[] same : SAME)
        {
            assertEquals(expected.get(same[1]), found.get(same[0]), same[0]);
        }
        final JsonObject all = expected.getAsJsonObject("all");
        final JsonObject multicast = expected.getAsJsonObject("mcast");
        assertEquals(all.get("datagrams"), found.get("datagrams"));
        assertEquals(all.get("payload_bytes"), found.get("payloadBytes"));
        assertEquals(groups(all), found.getAsJsonArray("groups"));
        assertEquals(multicast.get("datagrams"), found.getAsJsonObject("multicast").get("datagrams"));
        assertEquals(multicast.get("payload_bytes"), found.getAsJsonObject("multicast").get("payloadBytes"));
        assertEquals(expected.get("mcast_stream_sha256"), found.getAsJsonObject("multicast").get("sha256"));
        assertFigures(all, found);
    }

    private static void assertFigures(final JsonObject all, final JsonObject found)
    {
        if (all.has("payload_min_med_p99_max"))
        {
            final JsonArray lengths = all.getAsJsonArray("payload_min_med_p99_max");
            for (int i = 0; i < LENGTHS.length; i++)
            {
                assertEquals(lengths.get(i), found.getAsJsonObject("payloadLength").get(LENGTHS[i]), LENGTHS[i]);
            }
        }
        if (all.has("peak_1ms"))
        {
            assertEquals(all.get("peak_1ms"), peak(found, 0));
            assertEquals(all.get("peak_10ms"), peak(found, 1));
            assertEquals(all.getAsJsonArray("gap_ns_min_p50_p99_max").get(3), found.get("gapMaxNs"));
            assertEquals(all.get("duration_s").getAsDouble(), found.get("durationNs").getAsLong() / 1e9, 1e-9);
            assertEquals(all.get("mean_pps").getAsDouble(), found.get("meanRate").getAsDouble(), 1e-3);
        }
    }

    private static JsonElement peak(final JsonObject found, final int index)
    {
        return found.getAsJsonArray("peaks").get(index).getAsJsonObject().get("datagrams");
    }

    private static JsonArray groups(final JsonObject all)
    {
        final Map<String, String> keys = Map.of(
            "dst", "dst", "datagrams", "datagrams", "payload_bytes", "payloadBytes", "stream_sha256", "sha256");
        final JsonArray groups = new JsonArray();
        all.getAsJsonArray("groups").forEach((group) ->
        {
            final JsonObject renamed = new JsonObject();
            keys.forEach((from, to) -> renamed.add(to, group.getAsJsonObject().get(from)));
            groups.add(renamed);
        });
        return groups;
    }
}
