package relay.transport.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DscpTest
{
    @ParameterizedTest
    @CsvSource({"0, 0", "63, 63", "07, 7", "BE, 0", "EF, 46", "CS1, 8", "CS7, 56", "AF11, 10", "AF12, 12", "AF43, 38",
        "64, -1", "-1, -1", "ef, -1", "AF44, -1", "'', -1", "100, -1"})
    void shouldReadNumbersAndNames(final String text, final int expected)
    {
        assertEquals(expected, Dscp.parse(text));
    }
}
