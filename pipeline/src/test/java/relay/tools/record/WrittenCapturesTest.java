package relay.tools.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import relay.tools.capture.CaptureSummary;
import relay.tools.capture.Captures;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.PcapngInterface;
import relay.transport.capture.PcapngWriter;
import relay.transport.endpoint.HostPort;

/** The datagrams of each real capture, written to another, are the same there: payloads, addresses, times. */
class WrittenCapturesTest
{
    private final PcapngWriter writer = new PcapngWriter(0);

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> shouldBeTheSameWhenTheyAreWritten() throws IOException
    {
        final Path captures = Captures.directory();
        final JsonObject expected =
            JsonParser.parseString(Files.readString(captures.resolve(Captures.EXPECTED))).getAsJsonObject();
        return expected.entrySet().stream().map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () ->
        {
            final Path file = captures.resolve(entry.getKey());
            final Path original = Files.exists(file) ? file : captures.resolve("odd").resolve(entry.getKey());
            final Path written = directory.resolve(entry.getKey().replace('/', '-') + ".pcapng");
            write(original, written);
            assertSame(original, written);
            try (CaptureReader reader = CaptureReader.open(written))
            {
                assertEquals(entry.getValue().getAsJsonObject().get("payload_stream_sha256").getAsString(),
                    CaptureSummary.read(reader).all().sha256Hex());
            }
            Files.delete(written);
        }));
    }

    private void write(final Path original, final Path written) throws IOException
    {
        try (CaptureReader reader = CaptureReader.open(original); writer)
        {
            writer.begin(Files.newByteChannel(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), null,
                List.of(new PcapngInterface("original", "")));
            while (reader.next())
            {
                writer.packet(0, reader.epochNs(), reader.source(), reader.destination(), reader.buffer(),
                    reader.payloadOffset(), reader.payloadLength());
            }
            writer.flush();
        }
    }

    private static void assertSame(final Path original, final Path written) throws IOException
    {
        try (CaptureReader one = CaptureReader.open(original); CaptureReader other = CaptureReader.open(written))
        {
            while (one.next())
            {
                assertTrue(other.next(), other::error);
                assertEquals(one.epochNs(), other.epochNs());
                assertEquals(one.isIpv6(), other.isIpv6());
                assertSame(one.source(), other.source());
                assertSame(one.destination(), other.destination());
            }
            assertFalse(other.next());
            assertNull(other.error());
            assertEquals(one.datagrams(), other.records());
        }
    }

    private static void assertSame(final HostPort one, final HostPort other)
    {
        assertEquals(one.high(), other.high());
        assertEquals(one.low(), other.low());
        assertEquals(one.port(), other.port());
    }
}
