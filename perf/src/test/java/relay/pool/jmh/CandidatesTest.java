package relay.pool.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All ways to get a buffer do the work that they are timed for.
 */
class CandidatesTest
{
    static final List<String> CANDIDATES = Candidates.ALL;
    private static final int ROUNDS = 3_000;

    private final byte[] datagram = new byte[1_000];
    private final CRC32 crc = new CRC32();

    @ParameterizedTest
    @FieldSource("CANDIDATES")
    @SuppressWarnings("unchecked")
    void shouldHoldTheCopy(final String name)
    {
        final Candidate<Object> candidate = (Candidate<Object>)Candidates.of(name, 1_500, 0);
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ROUNDS; i++)
        {
            random.nextBytes(datagram);
            final Object buffer = candidate.take().apply(1_500);
            candidate.fill().accept(buffer, datagram);
            final long checksum = candidate.checksum(crc, buffer, datagram.length);
            crc.reset();
            crc.update(datagram);
            assertEquals(crc.getValue(), checksum);
            candidate.giveBack().accept(buffer);
        }
    }

    @ParameterizedTest
    @FieldSource("CANDIDATES")
    void shouldTakeSeveralAtOnceAgainAndAgain(final String name)
    {
        final Candidate<?> candidate = Candidates.of(name, 9_000, 64);
        final Object[] taken = new Object[50];
        for (int i = 0; i < 20; i++)
        {
            for (int k = 0; k < taken.length; k++)
            {
                taken[k] = candidate.take().apply(9_000);
                assertNotNull(taken[k], name);
            }
            candidate.giveBackAll(taken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Candidates.LANE_BATCHES, Candidates.LANE, Candidates.ARRAY, Candidates.NETTY_POOLED,
        Candidates.JCTOOLS_SPSC})
    void shouldHandOverEachOnce(final String name)
    {
        final HandOff handOff = HandOff.of(name);
        for (int i = 0; i < ROUNDS; i++)
        {
            for (int k = 0; k < HandOff.BATCH; k++)
            {
                assertTrue(handOff.send(), name);
            }
            for (int k = 0; k < HandOff.BATCH; k++)
            {
                assertTrue(handOff.receive(), name);
            }
            assertFalse(handOff.receive(), name);
        }
    }
}
