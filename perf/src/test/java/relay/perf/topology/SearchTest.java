package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class SearchTest
{
    private static final double PRECISION = 0.03;

    @Test
    void shouldFindTheLimitWhereverItIs()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++)
        {
            final long limit = random.nextLong(2_000, 5_000_000);
            final long guess = random.nextLong(1_000, 3_000_000);
            final Search.Result result = search(limit).run(guess, random.nextBoolean() ? 2 : 1.3);

            final String text = "limit " + limit + ", guess " + guess + ", seed " + seed;
            assertTrue(result.rate() <= limit, text);
            assertTrue(result.rate() * (1 + PRECISION) >= limit - 1, () -> text + ": found " + result.rate());
            assertEquals(result.best().rate(), result.rate(), 1e-6, text);
            assertFalse(result.isLimited(), text);
        }
    }

    @Test
    void shouldGoUpFromTheGuessThenHalve()
    {
        final Search.Result result = search(300_000).run(100_000, 2);

        assertEquals("100000 200000 400000 400000 282842", text(result, 5));
    }

    @Test
    void shouldGoDownFromTheGuess()
    {
        final Search.Result result = search(30_000).run(100_000, 2);

        assertEquals("100000 100000 50000 50000 25000 35355", text(result, 6));
    }

    @Test
    void shouldForgiveOneHiccup()
    {
        final Set<Long> seen = new HashSet<>();
        final Search.Result result = search(
            rate -> FakeTrials.of(rate, rate > 300_000 || seen.add(rate) ? 0.5 : 0)).run(100_000, 2);

        assertTrue(result.rate() > 290_000, () -> "found " + result.rate());
    }

    @Test
    void shouldStopWhereTheGeneratorDoes()
    {
        final Search.Result result = search(
            rate -> rate < 500_000 ? FakeTrials.of(rate, 0) : FakeTrials.limited(rate, 410_000)).run(100_000, 2);

        assertTrue(result.isLimited());
        assertEquals(410_000, result.rate(), 1e-6);
        assertEquals(5, result.trials().size());
    }

    @Test
    void shouldForgiveTheGeneratorOneHiccup()
    {
        final Set<Long> seen = new HashSet<>();
        final Search.Result result = search(rate -> rate > 300_000 ? FakeTrials.of(rate, 0.5) :
            seen.add(rate) ? FakeTrials.limited(rate, rate / 2) : FakeTrials.of(rate, 0)).run(100_000, 2);

        assertFalse(result.isLimited());
        assertTrue(result.rate() > 290_000, () -> "found " + result.rate());
    }

    @Test
    void shouldTryAsOftenAsItIsToldAndTakeAnotherLimit()
    {
        final Map<Long, Integer> tried = new HashMap<>();
        final Search.Result result = new Search(
            rate -> FakeTrials.of(rate, rate > 300_000 || tried.merge(rate, 1, Integer::sum) < 3 ? 0.0005 : 0),
            Search.Criteria.ofRate(PRECISION, 3, trial -> 0 == trial.loss())).run(100_000, 2);

        assertTrue(result.rate() > 290_000 && result.rate() <= 300_000, () -> "found " + result.rate());
    }

    @Test
    void shouldFindNothingWhereNothingComesThrough()
    {
        final Search.Result result = search(rate -> FakeTrials.of(rate, 1)).run(100_000, 2);

        assertEquals(0, result.rate());
        assertNull(result.best());
        assertFalse(result.isLimited());
    }

    private static Search search(final long limit)
    {
        return search(rate -> FakeTrials.of(rate, rate <= limit ? 0 : 0.01));
    }

    private static Search search(final LongFunction<Trial> trial)
    {
        return new Search(
            trial, Search.Criteria.ofRate(PRECISION, 2, result -> result.loss() <= Trial.LOSS_MAX));
    }

    private static String text(final Search.Result result, final int first)
    {
        return String.join(
            " ", result.trials().stream().limit(first).map(trial -> Long.toString(trial.rate())).toList());
    }
}
