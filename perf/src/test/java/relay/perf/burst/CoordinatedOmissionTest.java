package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongPredicate;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;
import relay.tools.paced.PacedSender;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Ten seconds at 10,000/s with a stall of 100 ms in the middle, on a clock that the test sets. 1,000 of 100,000
 * datagrams fall due in the stall and wait for its end, from 100 ms down to nothing: so the 99th percentile is still
 * that of a path without a stall, and above it, the latency at 99 + x percent is x times 100 ms. A harness that
 * measures from when it got round to sending shows one late datagram instead of 1,000.
 */
class CoordinatedOmissionTest
{
    private static final long STEP_NS = 50_000;
    private static final long RATE = 10_000;
    private static final long COUNT = 100_000;
    private static final long DELAY_NS = 200_000;
    private static final long BEGIN_NS = 5_000_000_000L;
    private static final long STALL_NS = 100_000_000;
    private static final long END_NS = BEGIN_NS + STALL_NS;
    private static final double HISTOGRAM_ERROR = 0.001;

    private long nowNs;

    @Test
    void shouldShowAStallOfTheWayAsTheScheduleSays()
    {
        final NanoClock clock = () -> nowNs;
        final SimulatedPath path =
            new SimulatedPath(clock, sentNs -> sentNs + DELAY_NS >= BEGIN_NS && sentNs + DELAY_NS < END_NS ?
            END_NS : sentNs + DELAY_NS);
        final Histogram latency = run(path, clock, ignore -> true);

        assertAnalytic(latency, DELAY_NS);
    }

    @Test
    void shouldShowAStallOfTheSourceToo()
    {
        final NanoClock clock = () -> nowNs;
        final SimulatedPath path = new SimulatedPath(clock, sentNs -> sentNs + DELAY_NS);
        final Histogram latency = run(path, clock, atNs -> atNs < BEGIN_NS || atNs >= END_NS);

        assertAnalytic(latency, DELAY_NS);
    }

    private Histogram run(final SimulatedPath path, final NanoClock clock, final LongPredicate isSending)
    {
        final SentQueue queue = new SentQueue();
        final WatchedSource source = new WatchedSource(SimulatedPath.steady(RATE, COUNT), queue);
        final PacedSender sender = new PacedSender(source, path, clock, 0);
        final RelayOutput output = RelayOutput.of(
            "out", (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:5000"), ignore -> true);
        final BurstSink sink = new BurstSink(
            List.of(output), List.of(new BurstSink.Input(0, path)), queue, clock, 0);
        while (!sender.isDone() || !sink.isComplete())
        {
            if (isSending.test(nowNs))
            {
                while (sender.doWork() > 0)
                {
                    // all that is due
                }
            }
            while (sink.doWork() > 0)
            {
                // all that is there
            }
            nowNs += STEP_NS;
        }
        sender.onClose();
        sink.onClose();
        assertEquals(COUNT, sink.sum(ArrivalCheck::arrived));
        assertEquals(0, sink.sum(ArrivalCheck::lost) + sink.sum(ArrivalCheck::reordered));
        assertTrue(sink.stallMaxNs() >= STALL_NS - DELAY_NS && sink.stallMaxNs() <= STALL_NS + DELAY_NS + STEP_NS,
            () -> sink.stallMaxNs() + " ns");
        return sink.takeLatencies(null);
    }

    private static void assertAnalytic(final Histogram latency, final long delayNs)
    {
        assertEquals(COUNT, latency.getTotalCount());
        for (final double percentile : List.of(50.0, 90.0, 98.9))
        {
            assertNear(delayNs, latency, percentile);
        }
        for (final double percentile : List.of(99.1, 99.25, 99.5, 99.75, 99.9, 99.99, 100.0))
        {
            assertNear(Math.round((percentile - 99) * STALL_NS), latency, percentile);
        }
    }

    private static void assertNear(final long expectedNs, final Histogram latency, final double percentile)
    {
        final double error = expectedNs * HISTOGRAM_ERROR + DELAY_NS + 2 * STEP_NS;
        assertEquals(expectedNs, latency.getValueAtPercentile(percentile), error, () -> "p" + percentile);
    }
}
