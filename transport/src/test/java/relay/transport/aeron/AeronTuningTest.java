package relay.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.transport.endpoint.AeronEndpoint;
import relay.transport.endpoint.EndpointParser;
import relay.transport.wire.Envelope;

class AeronTuningTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldFindProfilesByName()
    {
        for (final AeronTuning tuning : AeronTuning.PROFILES)
        {
            assertSame(tuning, AeronTuning.profile(tuning.name()));
        }
        assertNull(AeronTuning.profile("desktop"));
    }

    @Test
    void shouldHaveTermsThatHoldTheWindowAndTheLongestMessage()
    {
        for (final AeronTuning tuning : AeronTuning.PROFILES)
        {
            assertEquals(1, Integer.bitCount(tuning.termLength()), tuning.name());
            assertTrue(tuning.windowLength() <= tuning.termLength() / 2, tuning.name());
            assertTrue(Envelope.MESSAGE_LENGTH_MAX <= tuning.termLength() / 8, tuning.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"laptop", "server", "low-latency"})
    void shouldStartADriverWithThreadsOfItsOwn(final String name)
    {
        final AeronTuning tuning = AeronTuning.profile(name);
        final List<Throwable> errors = new ArrayList<>();
        try (AeronTransport transport = AeronTransport.embedded(
            directory.resolve("aeron").toString(), false, tuning, errors::add))
        {
            final AeronEndpoint ipc = (AeronEndpoint)EndpointParser.parse("aeron:ipc");
            try (AeronSender sender = transport.openSender(ipc, 1, 2))
            {
                assertTrue(sender.description().contains("aeron:ipc"));
            }
        }
        assertEquals(List.of(), errors);
    }
}
