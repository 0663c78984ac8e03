package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.Test;
import relay.tools.paced.PacedSender;
import relay.transport.endpoint.EndpointParser;
import relay.transport.endpoint.UdpEndpoint;

/**
 * 2,000 datagrams at 10,000/s on a clock that the test sets, with one thing wrong in the middle: the clauses about time
 * that fail, to the step of the clock.
 */
class StallMeasureTest
{
    private static final long STEP_NS = 20_000;
    private static final long RATE = 10_000;
    private static final long COUNT = 2_000;
    private static final long DELAY_NS = 60_000;
    private static final long MS_NS = 1_000_000;
    private static final long BEGIN_NS = 100 * MS_NS;
    private static final long END_NS = COUNT * 1_000_000_000L / RATE;
    private static final List<String> CLAUSES =
        List.of("lost=0", "p99<100us", "p99.9<500us", "max<500us", "stall<500us");

    private long nowNs;

    @Test
    void shouldHoldWithoutAStall()
    {
        assertEquals(List.of(), failed(sentNs -> sentNs + DELAY_NS, 1));
    }

    @Test
    void shouldCatchOneStallOfAMillisecond()
    {
        assertEquals(List.of("p99.9<500us: 800 us", "max<500us: 1.00 ms", "stall<500us: 1 ms"), failed(sentNs ->
            sentNs >= BEGIN_NS ? Math.max(BEGIN_NS + MS_NS, sentNs + DELAY_NS) : sentNs + DELAY_NS, 1));
    }

    @Test
    void shouldCatchAnOutageThatLosesWhatFallsIntoIt()
    {
        assertEquals(List.of("lost=0: 20", "stall<500us: 2.06 ms"), failed(sentNs ->
            sentNs >= BEGIN_NS && sentNs < BEGIN_NS + 2 * MS_NS ? SimulatedPath.LOST : sentNs + DELAY_NS, 1));
    }

    @Test
    void shouldCatchARelayThatDies()
    {
        assertEquals(List.of("lost=0: 1,000", "stall<500us: 99.9 ms"),
            failed(sentNs -> sentNs >= BEGIN_NS ? SimulatedPath.LOST : sentNs + DELAY_NS, 1));
    }

    @Test
    void shouldCatchAnOutputThatIsSilentBesideOneThatIsNot()
    {
        assertEquals(List.of("lost=0: 2,000", "stall<500us: 200 ms"), failed(sentNs -> sentNs + DELAY_NS, 2));
    }

    /** What is sent arrives at the first output; nothing does at others. */
    private List<String> failed(final LongUnaryOperator arrival, final int outputCount)
    {
        final NanoClock clock = () -> nowNs;
        final SimulatedPath path = new SimulatedPath(clock, arrival);
        final List<RelayOutput> outputs = new ArrayList<>();
        final List<BurstSink.Input> inputs = new ArrayList<>();
        for (int i = 0; i < outputCount; i++)
        {
            outputs.add(RelayOutput.of(
                "out-" + i, (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:500" + i), ignore -> true));
            inputs.add(new BurstSink.Input(i, 0 == i ? path : new SimulatedPath(clock, arrival)));
        }
        final SentQueue queue = new SentQueue();
        final WatchedSource source = new WatchedSource(SimulatedPath.steady(RATE, COUNT), queue);
        final PacedSender sender = new PacedSender(source, path, clock, 0);
        final BurstSink sink = new BurstSink(outputs, inputs, queue, clock, 0);
        while (nowNs < END_NS + 10 * MS_NS)
        {
            sender.doWork();
            sink.doWork();
            nowNs += STEP_NS;
        }
        sender.onClose();
        sink.onClose();
        final LoadResult result = SampleResults.with(LoadRun.sink(sink, 0), sink.takeLatencies(null));
        return CLAUSES.stream().map(clause -> Assertion.parse(clause).verdict(result))
            .filter(verdict -> !verdict.holds())
            .map(verdict -> verdict.name() + ": " + verdict.words()).toList();
    }
}
