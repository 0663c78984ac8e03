package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.perf.topology.FakeTrials;
import relay.perf.topology.Search;

class BurstSearchTest
{
    private static final long LENGTH_MAX = 100_000;

    private final List<Long> tried = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"70,4000", "5000,4000", "5000,64", "40000,90000", "99999,4000"})
    void shouldFindTheLongestBurst(final long limit, final long guess)
    {
        final Search.Result result = search(limit).run(guess, 2);

        assertTrue(result.value() <= limit, "too long: " + result.value());
        assertTrue(result.value() * 1.05 + 1 >= limit, "too short: " + result.value() + " after " + tried);
        assertEquals(result.value(), result.best().sent());
        assertFalse(result.isLimited());
        assertTrue(tried.size() < 60, tried::toString);
    }

    @Test
    void shouldSayThatNoBurstWasTooLong()
    {
        final Search.Result result = search(Long.MAX_VALUE).run(4_000, 2);

        assertEquals(LENGTH_MAX, result.value());
        assertTrue(result.isLimited());
    }

    @Test
    void shouldSayThatEveryBurstIsTooLong()
    {
        final Search.Result result = search(1).run(4_000, 2);

        assertEquals(0, result.value());
        assertNull(result.best());
        assertFalse(result.isLimited());
    }

    @Test
    void shouldTryAgainWhatFailsOnce()
    {
        final Search.Result result = new Search(length ->
        {
            tried.add(length);
            return FakeTrials.of(length, length > 10_000 || 1 == tried.size() % 2 ? 0.5 : 0);
        }, Rfc2544.burst(LENGTH_MAX, 0)).run(1_000, 2);

        assertTrue(result.value() > 9_000, result::toString);
    }

    @Test
    void shouldAllowWhatMayBeLost()
    {
        assertEquals(LENGTH_MAX,
            new Search(length -> FakeTrials.of(length, 0.001), Rfc2544.burst(LENGTH_MAX, 0.002)).run(4_000, 2).value());
        assertEquals(0, new Search(
            length -> FakeTrials.of(length, 0.1), Rfc2544.burst(LENGTH_MAX, 0.002)).run(4_000, 2).value());
    }

    private Search search(final long limit)
    {
        return new Search(length ->
        {
            tried.add(length);
            return FakeTrials.of(length, length > limit ? 0.5 : 0);
        }, Rfc2544.burst(LENGTH_MAX, 0));
    }
}
