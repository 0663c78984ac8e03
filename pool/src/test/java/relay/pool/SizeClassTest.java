package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeClassTest
{
    @ParameterizedTest
    @CsvSource({
        "0, SMALL", "1500, SMALL", "1501, STANDARD", "4096, STANDARD", "4097, JUMBO", "9000, JUMBO", "9001, LARGE",
        "65536, LARGE", "65537,"})
    void shouldFindTheSmallestThatFits(final int length, final SizeClass sizeClass)
    {
        assertEquals(sizeClass, SizeClass.fitting(length));
    }
}
