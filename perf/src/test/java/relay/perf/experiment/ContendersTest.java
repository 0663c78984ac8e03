package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That all ways to get a buffer do the work that they are timed for.
 */
class ContendersTest
{
    private static final int ROUNDS = 3_000;

    private final byte[] datagram = new byte[1_000];

    static List<String> contenders()
    {
        return Stream.concat(Contenders.ALL.stream(), Stream.of(Contenders.LANE_ZEROED)).toList();
    }

    @ParameterizedTest
    @MethodSource("contenders")
    @SuppressWarnings("unchecked")
    void shouldHoldWhatWasCopied(final String name)
    {
        final Contender<Object> contender = (Contender<Object>)Contenders.of(name, 1_500, 0);
        final SplittableRandom random = new SplittableRandom(1);
        final CRC32 crc = new CRC32();
        for (int i = 0; i < ROUNDS; i++)
        {
            random.nextBytes(datagram);
            crc.reset();
            crc.update(datagram);
            final Object buffer = contender.take(1_500);
            contender.fill(buffer, datagram);
            assertEquals(crc.getValue(), contender.checksum(buffer, datagram.length));
            contender.giveBack(buffer);
        }
    }

    @ParameterizedTest
    @MethodSource("contenders")
    @SuppressWarnings("unchecked")
    void shouldTakeSeveralAtOnceAgainAndAgain(final String name)
    {
        final Contender<Object> contender = (Contender<Object>)Contenders.of(name, 9_000, 64);
        final Object[] taken = new Object[50];
        for (int i = 0; i < 20; i++)
        {
            for (int k = 0; k < taken.length; k++)
            {
                taken[k] = contender.take(9_000);
                assertTrue(null != taken[k], name);
            }
            contender.giveBackAll(taken, taken.length);
        }
    }

    @Test
    void shouldHandOverEachOnce()
    {
        for (final String name : HandOff.ALL)
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
                assertTrue(!handOff.receive(), name);
            }
        }
    }
}
