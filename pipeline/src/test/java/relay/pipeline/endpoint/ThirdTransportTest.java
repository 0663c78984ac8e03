package relay.pipeline.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import relay.config.ConfigReader;
import relay.config.ConfigResult;
import relay.config.Layout;
import relay.pipeline.Ledger;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.transport.endpoint.EndpointException;
import relay.transport.endpoint.EndpointParser;

/** A transport that the product does not have, of a record, a parser and an opener; everything else is as it is. */
@Timeout(30)
class ThirdTransportTest
{
    private static final int COUNT = 500;
    private static final int LONGEST = 9_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldRelayFromMemoryToMemory(final Layout layout) throws IOException
    {
        final String suffix = name(layout);
        final ConfigResult config = read("mem:in" + suffix, "mem:out" + suffix, layout);
        assertEquals(List.of(), config.errors());
        final Queue<byte[]> in = MemoryKind.queue("in" + suffix);
        final Queue<byte[]> out = MemoryKind.queue("out" + suffix);
        try (Relay relay = Relay.launch(config.config(), RelayOptions.DEFAULT))
        {
            assertTrue(relay.isConnected());
            IntStream.range(0, COUNT).forEach(i -> in.add(payload(i)));
            in.add(new byte[LONGEST + 1]);
            while (!in.isEmpty())
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            relay.stop(TimeUnit.SECONDS.toNanos(5));
            assertEquals(new Ledger(COUNT + 1, 0, COUNT, 1, 0), relay.ledger());
            assertEquals(0, relay.ledger().imbalance());
        }
        assertEquals(IntStream.range(0, COUNT).mapToObj(i -> List.of(payload(i).length, i)).toList(),
            out.stream().map(each -> List.of(each.length, each[0] & 0xFF | (each[1] & 0xFF) << 8)).toList());
    }

    @Test
    void shouldFindALoopThatGoesThroughIt() throws IOException
    {
        final String message = String.valueOf(read("mem:loop", "mem:loop", Layout.COMPACT).errors());
        assertTrue(message.contains("flow 'a' would receive what it sends"), message);
    }

    @Test
    void shouldPointAtWhatIsWrongInItsUri()
    {
        final EndpointException ex = assertThrows(EndpointException.class, () -> EndpointParser.parseInput("mem:A"));
        assertEquals("bad queue 'A': lower-case letters", ex.getMessage());
        assertEquals(5, ex.column());
    }

    private ConfigResult read(final String from, final String to, final Layout layout) throws IOException
    {
        return ConfigReader.read(Files.write(directory.resolve("relay.yaml"), Stream.of(
            "relay: { name: third-transport, layout: " + name(layout) + " }",
            "flows: { a: { from: '" + from + "', to: [b] } }",
            "destinations: { b: { to: '" + to + "' } }").toList()));
    }

    private static String name(final Layout layout)
    {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    private static byte[] payload(final int number)
    {
        final byte[] payload = new byte[2 + number * 17 % 1_400];
        payload[0] = (byte)number;
        payload[1] = (byte)(number >> 8);
        return payload;
    }
}
