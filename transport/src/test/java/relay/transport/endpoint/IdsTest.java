package relay.transport.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are part of the wire format: they may never change. */
class IdsTest
{
    @ParameterizedTest
    @CsvSource({"'',811c9dc5", "a,e40c292c", "foobar,bf9cf968", "default,933b5bde"})
    void shouldBeFnv1a(final String name, final String hash)
    {
        assertEquals(Integer.parseUnsignedInt(hash, 16), Ids.of(name));
    }

    @ParameterizedTest
    @CsvSource({"default,322657246,857975333", "a,1678518572,2086419531", "foobar,1067252072,225750849"})
    void shouldDeriveStreamAndSession(final String name, final int streamId, final int sessionId)
    {
        assertEquals(streamId, Ids.streamId(name));
        assertEquals(sessionId, Ids.sessionId(streamId));
    }

    @Test
    void shouldNeverBeZero()
    {
        for (int i = 0; i < 1_000_000; i++)
        {
            final String name = "n" + i;
            assertTrue(Ids.of(name) != 0 && Ids.streamId(name) > 0 && Ids.sessionId(i) > 0, name);
        }
    }
}
