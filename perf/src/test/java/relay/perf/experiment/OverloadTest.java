package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import relay.pool.BufferCounts;

class OverloadTest
{
    private static final long BURST_NS = 50_000_000;
    private static final double AT_ONCE = 131.072;

    @Test
    void shouldPredictABacklogThatFits()
    {
        final Overload.Prediction prediction = prediction(LengthMix.SMALL, 2, 1.5, 20_000);
        assertEquals(0.5 * 20_000 * 0.05 - AT_ONCE, prediction.backlog(), 0.001);
        assertEquals(0, prediction.dropped());
        assertEquals(Double.NaN, prediction.exhaustionNs());
        assertEquals(prediction.backlog() / 20_000 * 1e9, prediction.drainedNs(), 1);
    }

    @Test
    void shouldPredictDropsOfWhatDoesNotFit()
    {
        final Overload.Prediction prediction = prediction(LengthMix.SMALL, 3, 1, 100_000);
        assertEquals(1_000, prediction.backlog());
        assertEquals(10_000 - 1_000 - AT_ONCE, prediction.dropped(), 0.001);
        assertEquals((1_000 + AT_ONCE) / 200_000 * 1e9, prediction.exhaustionNs(), 1);
        assertEquals(2.0 / 3, prediction.dropRate(), 1e-9);
        assertEquals(1_000 / 50_000.0 * 1e9, prediction.drainedNs(), 1);
    }

    @Test
    void shouldPredictThatADrainAsSlowAsWhatComesNeverEmptiesThePool()
    {
        assertEquals(Double.NaN, prediction(LengthMix.SMALL, 3, 0.5, 100_000).drainedNs());
    }

    @Test
    void shouldPredictNothingWithinWhatMayBeSentAtOnce()
    {
        final Overload.Prediction prediction = prediction(LengthMix.SMALL, 2, 1, 2_000);
        assertEquals(0, prediction.backlog());
        assertEquals(0, prediction.drainedNs());
    }

    @Test
    void shouldMixClassesInTheProportionOfTheBuffers()
    {
        assertEquals(1_700, LengthMix.BY_CLASS.capacity(BufferCounts.DEFAULT), 1e-9);
        assertEquals(46_000 / 17.0, LengthMix.BY_CLASS.meanLength(), 1e-9);
        assertEquals(10, count(1_000));
        assertEquals(5, count(4_000));
        assertEquals(2, count(8_000));
    }

    @Test
    void shouldAskForARateInBits()
    {
        assertEquals(100_000 * 8_000 / 2, new Overload(
            LengthMix.SMALL, 3, 50, 0.5, BufferCounts.DEFAULT, 100_000).drainBitsPerSecond());
    }

    private static long count(final int length)
    {
        return IntStream.of(LengthMix.BY_CLASS.period()).filter(each -> each == length).count();
    }

    private static Overload.Prediction prediction(
        final LengthMix mix, final double factor, final double drain, final double rate)
    {
        return new Overload(mix, factor, 50, drain, BufferCounts.DEFAULT, rate)
            .prediction(factor * rate, BURST_NS, rate / 2);
    }
}
