package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import relay.tools.capture.Captures;
import relay.tools.send.PayloadListener;
import relay.transport.FreePorts;

/**
 * {@code relay replay} of each real capture, over a real socket, sends exactly what another program found in it: every
 * payload, from 0 B to 9.5 KB, in its order.
 */
class ReplayedCapturesTest
{
    private static final String RATE = "20000";

    @TestFactory
    Stream<DynamicTest> shouldArriveAsExpected() throws Exception
    {
        final Path captures = Captures.directory();
        final JsonObject expected =
            JsonParser.parseString(Files.readString(captures.resolve(Captures.EXPECTED))).getAsJsonObject();
        return expected.entrySet().stream().map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () ->
        {
            final Path file = captures.resolve(entry.getKey());
            assertReplayed(entry.getValue().getAsJsonObject(),
                Files.exists(file) ? file : captures.resolve("odd").resolve(entry.getKey()));
        }));
    }

    private static void assertReplayed(final JsonObject expected, final Path file) throws Exception
    {
        final String uri = "udp://239.77.3.1:" + FreePorts.next() + "?interface=lo";
        final JsonObject all = expected.getAsJsonObject("all");
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final PayloadListener listener = new PayloadListener(uri);
        try (listener)
        {
            final int exitCode = new CommandLine(new ReplayCommand()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)).execute(file.toString(), "--to", uri + "&ttl=0&loopback=true",
                    "--pps", RATE, "--warm-up", "0s", "--interval", "0s", "--json");
            assertEquals(expected.get("file_error").isJsonNull() ? 0 : 1, exitCode, err::toString);
            assertEquals(all.get("datagrams").getAsLong(), listener.await(all.get("datagrams").getAsLong()));
        }
        assertEquals(all.get("payload_bytes").getAsLong(), listener.bytes());
        assertEquals(expected.get("payload_stream_sha256").getAsString(), listener.sha256Hex());
        final JsonObject told = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(expected.get("records"), told.get("records"));
        assertEquals(expected.get("skipped"), told.get("skipped"));
        assertEquals(all.get("datagrams"), told.get("sent"));
        assertEquals(all.get("payload_bytes"), told.get("payloadBytes"));
    }
}
