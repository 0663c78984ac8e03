package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import relay.perf.outcome.Verdict;
import relay.perf.outcome.Verdict.State;

class AssertionTest
{
    private static final String FORM = ": METRIC OP VALUE, OP one of = != < <= > >=, such as drops=0 or p99.9<80us";

    @Test
    void shouldReadSeveral()
    {
        assertEquals(List.of("drops=0", "p99.9<80us", "imbalance=0"),
            Assertion.parseAll("drops=0, p99.9<80us,imbalance=0").stream().map(Assertion::text).toList());
    }

    @Test
    void shouldCompareCounts()
    {
        assertState(State.HOLDS, "drops=7");
        assertState(State.HOLDS, "drops==7");
        assertState(State.FAILS, "drops!=7");
        assertState(State.HOLDS, "drops<=7");
        assertState(State.FAILS, "drops<7");
        assertState(State.HOLDS, "drops > 6");
        assertState(State.HOLDS, "drops>=7");
        assertState(State.FAILS, "drops=0");
        assertState(State.HOLDS, "drops.pool_exhausted=7");
        assertState(State.HOLDS, "drops.lagging=0");
        assertState(State.FAILS, "lost=0");
        assertState(State.HOLDS, "imbalance=0");
        assertState(State.HOLDS, "in-flight.max<=40");
    }

    @Test
    void shouldCompareCountsWithAShare()
    {
        assertState(State.HOLDS, "lost<=1%");
        assertState(State.FAILS, "lost<0.9%");
        assertEquals("10 (1.000 %)", Assertion.parse("lost<=1%").verdict(SampleResults.result()).words());
    }

    @Test
    void shouldTakeSharesOfWhatIsOwedAtAllOutputsTogether()
    {
        final LoadResult result = SampleResults.with( // 1,000 to two outputs, all of one lost
            new LoadResult.Sink(2_000, 1_000, 1_000, 0, 0, 0, 0, 1_000, 99_000, 0, 0, 0),
            SampleResults.latency(1, 1_000, 0, 0));
        assertEquals("1,000 (50.000 %)", Assertion.parse("lost<60%").verdict(result).words());
        assertEquals(State.FAILS, Assertion.parse("received>=99%").verdict(result).state());
        assertEquals("1,000 (100.000 %)", Assertion.parse("sent=100%").verdict(result).words());
    }

    @Test
    void shouldCountFailedSendsAsMissingFromTheRate()
    {
        final LoadResult.Sending halfFailed =
            new LoadResult.Sending(501, 1_000, 500, 1_000_000, 1_000_000, SampleResults.latency(1, 501, 0, 0));
        assertEquals(0.5, halfFailed.rateRatio());
    }

    @Test
    void shouldCompareLatencies()
    {
        // 990 of 100 us, 10 of 1 ms
        assertState(State.HOLDS, "p50<=101us");
        assertState(State.FAILS, "p50<99us");
        assertState(State.HOLDS, "p98.9<0.11ms");
        assertState(State.HOLDS, "p99.9>=1ms");
        assertState(State.FAILS, "max<1ms");
        assertState(State.HOLDS, "mean<200us");
        assertState(State.HOLDS, "stall<3ms");
        assertState(State.HOLDS, "lateness.p99<20us");
        assertState(State.HOLDS, "lifetime.p99<60us");
        assertEquals("1.00 ms", Assertion.parse("max<1ms").verdict(SampleResults.result()).words());
    }

    @Test
    void shouldCompareRates()
    {
        assertState(State.HOLDS, "rate>=999");
        assertState(State.FAILS, "rate>1000.5");
        assertState(State.HOLDS, "rate-ratio>99.9%");
        assertState(State.HOLDS, "rate-ratio>0.999");
        assertState(State.FAILS, "rate-ratio>100.1%");
    }

    @Test
    void shouldNotHoldWithoutALedger()
    {
        final Verdict verdict = Assertion.parse("drops=0").verdict(SampleResults.unseen());
        assertEquals(State.NOT_MEASURED, verdict.state());
        assertEquals(ExternalRelay.UNSEEN, verdict.words());
        assertEquals(State.NOT_MEASURED, Assertion.parse("residence.p99<1s").verdict(SampleResults.unseen()).state());
    }

    @Test
    void shouldNotHoldWhenNothingArrived()
    {
        assertEquals(State.NOT_MEASURED, Assertion.parse("p99<1s").verdict(SampleResults.nothing()).state());
        assertEquals(State.NOT_MEASURED, Assertion.parse("stall<1s").verdict(SampleResults.nothing()).state());
    }

    @Test
    void shouldNotMeasureLatencyOfWhatWasDueAtOnce()
    {
        assertEquals("all was due at once, so that nothing was late",
            Assertion.parse("p99<1s").verdict(SampleResults.unpaced()).words());
    }

    @Test
    void shouldTellWhatIsWrong()
    {
        assertRefused("bad clause 'drops'" + FORM, "drops");
        assertRefused("bad clause ''" + FORM, "drops=0,");
        assertRefused("unknown metric 'drop'; did you mean 'drops'? (docs/burst.md lists them)", "drop=0");
        assertRefused("unknown metric 'kerneldrops'; did you mean 'kernel-drops'? (docs/burst.md lists them)",
            "kerneldrops=0");
        assertRefused("unknown metric 'drops.pool_exhausting'; did you mean 'drops.pool_exhausted'? " +
            "(docs/burst.md lists them)", "drops.pool_exhausting=0");
        assertRefused("clause 'p99<80': duration '80' has no unit: one of ns, us, \u00B5s, ms, s", "p99<80");
        assertRefused("clause 'lost<few': 'few' is not a number of datagrams, or of percent",
            "lost<few");
        assertRefused("clause 'rate>9k': '9k' is not a number of datagrams a second", "rate>9k");
        assertRefused("clause 'rate-ratio>all': 'all' is not a share, such as 99.9% or 0.999", "rate-ratio>all");
    }

    @Test
    void shouldPrintTheClauseAndWhatWasMeasured()
    {
        assertEquals("  DOES NOT HOLD  drops=0: 7",
            LoadText.line(Assertion.parse("drops=0").verdict(SampleResults.result())));
        assertTrue(LoadText.line(Assertion.parse("drops<8").verdict(SampleResults.result())).startsWith("  holds "));
    }

    private static void assertState(final State state, final String clause)
    {
        assertEquals(state, Assertion.parse(clause).verdict(SampleResults.result()).state(), clause);
    }

    private static void assertRefused(final String message, final String clauses)
    {
        assertEquals(message,
            assertThrows(IllegalArgumentException.class, () -> Assertion.parseAll(clauses)).getMessage());
    }
}
