package relay.tools.model.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErlangLossTest
{
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 5, 0", "5, 0, 1", "1, 1, 0.5", "1, 2, 0.2", "2, 2, 0.4", "5, 10, 0.018385", "10, 10, 0.214582",
        "100, 117, 0.009790"})
    void shouldAgreeWithTheTables(final double load, final long buffers, final double dropRate)
    {
        assertEquals(dropRate, ErlangLoss.dropRate(load, buffers), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"6.9, 1000000", "1e-300, 500"})
    void shouldEndWithNothingLostWhereBuffersAbound(final double load, final long buffers)
    {
        assertEquals(0, ErlangLoss.dropRate(load, buffers));
    }
}
