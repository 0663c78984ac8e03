package relay.tools.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import relay.pool.SizeClass;

class PayloadLengthsTest
{
    private final PayloadLengths lengths = new PayloadLengths();

    @Test
    void shouldSortIntoSizeClasses()
    {
        IntStream.of(0, 1_500, 1_501, 4_096, 4_097, 9_000, 9_001, 65_527).forEach(lengths::onPayload);
        for (final SizeClass sizeClass : SizeClass.values())
        {
            assertEquals(2, lengths.count(sizeClass), sizeClass.name());
        }
        assertEquals(8, lengths.count());
        assertEquals(94_722, lengths.bytes());
    }

    @Test
    void shouldKnowPercentilesExactly()
    {
        IntStream.rangeClosed(1, 1_000).forEach(lengths::onPayload);
        assertEquals(1, lengths.percentile(0));
        assertEquals(501, lengths.percentile(0.5));
        assertEquals(991, lengths.percentile(0.99));
        assertEquals(1_000, lengths.percentile(1));
    }

    @Test
    void shouldHaveNoPercentilesOfNothing()
    {
        assertEquals(-1, lengths.percentile(0));
        assertEquals(-1, lengths.percentile(1));
    }
}
