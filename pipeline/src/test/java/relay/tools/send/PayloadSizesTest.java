package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.pool.SizeClass;

class PayloadSizesTest
{
    private static final int DRAWS = 100_000;

    @Test
    void shouldKeepToOneLength()
    {
        final PayloadSizes sizes = PayloadSizes.fixed(1_000);

        assertEquals(1_000, sizes.next(new SplittableRandom(1)));
        assertEquals(1_000, sizes.mean());
    }

    @Test
    void shouldMixSizeClassesByTheirWeights()
    {
        final PayloadSizes sizes = PayloadSizes.mix("small:60,standard:30,jumbo:10");
        final SplittableRandom random = new SplittableRandom(4711);
        int small = 0;
        int standard = 0;
        int jumbo = 0;
        double sum = 0;
        for (int i = 0; i < DRAWS; i++)
        {
            final int length = sizes.next(random);
            assertTrue(length >= Probe.HEADER_LENGTH && length <= 9_000, "length " + length);
            small += length <= 1_500 ? 1 : 0;
            standard += length > 1_500 && length <= 4_096 ? 1 : 0;
            jumbo += length > 4_096 ? 1 : 0;
            sum += length;
        }

        assertEquals(0.6, (double)small / DRAWS, 0.01);
        assertEquals(0.3, (double)standard / DRAWS, 0.01);
        assertEquals(0.1, (double)jumbo / DRAWS, 0.01);
        assertEquals(sizes.mean(), sum / DRAWS, 25);
    }

    @Test
    void shouldMixLengths()
    {
        final PayloadSizes sizes = PayloadSizes.mix("1000:1,1400:3");
        final SplittableRandom random = new SplittableRandom(4711);
        int longer = 0;
        for (int i = 0; i < DRAWS; i++)
        {
            longer += 1_400 == sizes.next(random) ? 1 : 0;
        }

        assertEquals(0.75, (double)longer / DRAWS, 0.01);
        assertEquals(1_300, sizes.mean());
    }

    @Test
    void shouldReachTheLongestDatagram()
    {
        final PayloadSizes sizes = PayloadSizes.mix("large:1");
        final SplittableRandom random = new SplittableRandom(4711);
        for (int i = 0; i < DRAWS; i++)
        {
            final int length = sizes.next(random);
            assertTrue(length > 9_000 && length <= Probe.LENGTH_MAX, "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "small|bad mix 'small' at 'small': up to 64 of SIZE:WEIGHT, for example small:60,standard:30,jumbo:10 or " +
            "1000:50,1400:50",
        "small:1,|bad mix 'small:1,' at '': up to 64 of SIZE:WEIGHT, for example small:60,standard:30,jumbo:10 or " +
            "1000:50,1400:50",
        "small:0|bad weight '0': 1 to 1000000",
        "tiny:1|bad size 'tiny': 40 to 65507 B, or small, standard, jumbo, large",
        "39:1|bad size '39': 40 to 65507 B, or small, standard, jumbo, large",
    })
    void shouldExplainABadMix(final String text, final String message)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> PayloadSizes.mix(text)).getMessage());
    }

    @Test
    void shouldExplainABadLength()
    {
        assertEquals("size 39 B: 40 to 65507 B; the first 40 B hold what the sink checks",
            assertThrows(IllegalArgumentException.class, () -> PayloadSizes.fixed(39)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"small:60;standard:30;jumbo:10, 0.6, 0.3, 0.1", "1500:1;1501:2;9000:1, 0.25, 0.5, 0.25"})
    void shouldKnowTheSharesOfSizeClasses(
        final String mix, final double small, final double standard, final double jumbo)
    {
        final PayloadSizes sizes = PayloadSizes.mix(mix.replace(';', ','));

        assertEquals(small, sizes.share(SizeClass.SMALL));
        assertEquals(standard, sizes.share(SizeClass.STANDARD));
        assertEquals(jumbo, sizes.share(SizeClass.JUMBO));
        assertEquals(0, sizes.share(SizeClass.LARGE));
    }
}
