package relay.perf.rfc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.perf.bench.Trials;

class BurstSearchTest
{
    private static final long LENGTH_MAX = 100_000;

    private final List<Long> tried = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"70,4000", "5000,4000", "5000,64", "40000,90000", "99999,4000"})
    void shouldFindTheLongestBurst(final long limit, final long guess)
    {
        final BurstSearch.Result result = search(limit).run(guess);

        assertTrue(result.length() <= limit, "too long: " + result.length());
        assertTrue(result.length() * 1.05 + 1 >= limit, "too short: " + result.length() + " after " + tried);
        assertEquals(result.length(), result.best().sent());
        assertFalse(result.isLimited());
        assertTrue(tried.size() < 60, tried::toString);
    }

    @Test
    void shouldSayThatNoBurstWasTooLong()
    {
        final BurstSearch.Result result = search(Long.MAX_VALUE).run(4_000);

        assertEquals(LENGTH_MAX, result.length());
        assertTrue(result.isLimited());
    }

    @Test
    void shouldSayThatEveryBurstIsTooLong()
    {
        final BurstSearch.Result result = search(1).run(4_000);

        assertEquals(0, result.length());
        assertNull(result.best());
        assertFalse(result.isLimited());
    }

    @Test
    void shouldTryAgainWhatFailsOnce()
    {
        final BurstSearch.Result result = new BurstSearch(length ->
        {
            tried.add(length);
            return Trials.of(length, length > 10_000 || 1 == tried.size() % 2 ? 0.5 : 0);
        }, 0, LENGTH_MAX).run(1_000);

        assertTrue(result.length() > 9_000, result::toString);
    }

    @Test
    void shouldAllowWhatMayBeLost()
    {
        assertEquals(LENGTH_MAX,
            new BurstSearch(length -> Trials.of(length, 0.001), 0.002, LENGTH_MAX).run(4_000).length());
        assertEquals(0, new BurstSearch(length -> Trials.of(length, 0.1), 0.002, LENGTH_MAX).run(4_000).length());
    }

    private BurstSearch search(final long limit)
    {
        return new BurstSearch(length ->
        {
            tried.add(length);
            return Trials.of(length, length > limit ? 0.5 : 0);
        }, 0, LENGTH_MAX);
    }
}
