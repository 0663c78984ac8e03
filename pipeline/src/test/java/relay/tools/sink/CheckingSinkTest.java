package relay.tools.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import relay.tools.send.Probe;
import relay.transport.endpoint.HostPort;

class CheckingSinkTest
{
    private static final InetSocketAddress GROUP = new InetSocketAddress("239.1.1.1", 5_000);
    private static final long SENT_NS = 1_000_000;
    private static final long RUN = 77;
    private static final int LENGTH = 100;

    private final QueueReceiver receiver = new QueueReceiver(GROUP);
    private final QueueReceiver secondReceiver = new QueueReceiver(new InetSocketAddress("239.1.1.2", 5_000));
    private final CachedNanoClock clock = new CachedNanoClock();
    private final CheckingSink sink = new CheckingSink(List.of(receiver, secondReceiver), clock::nanoTime);

    @Test
    void shouldFindNothingWrongWithWhatIsRight()
    {
        receive(0, 1, 2, 3);

        assertTotals(4, 0, 0, 0);
        assertEquals(4 * LENGTH, sink.bytes());
        final FlowTracker flow = sink.flows().getFirst();
        assertEquals(RUN, flow.runId());
        assertEquals(0, flow.flow());
        assertEquals(GROUP, flow.destination());
        assertEquals(0, flow.firstSequence());
        assertEquals(3, flow.lastSequence());
    }

    @Test
    void shouldNoticeLoss()
    {
        receive(0, 1, 4, 6);
        assertTotals(4, 3, 0, 0);
    }

    @Test
    void shouldNoticeDuplicates()
    {
        receive(0, 1, 1, 2, 0);
        assertTotals(5, 0, 2, 0);
    }

    @Test
    void shouldNoticeDisorderAndNotTakeItForLoss()
    {
        receive(0, 3, 1, 2, 4, 2);
        assertTotals(6, 0, 1, 2);
    }

    @Test
    void shouldNotCountWhatWasSentBeforeItListened()
    {
        receive(1_000, 1_001, 999, 1_002);
        assertTotals(4, 0, 0, 1);
    }

    @Test
    void shouldSaySoWhenItCannotTellLateFromTwice()
    {
        receive(0, FlowTracker.WINDOW, 0, 1);
        assertTotals(4, FlowTracker.WINDOW - 2, 0, 1);
        assertEquals(1, sink.stale());
    }

    @Test
    void shouldFollowEachRunFlowAndReceiverOnItsOwn()
    {
        receiver.payloads.add(payload(RUN, 0, 0));
        receiver.payloads.add(payload(RUN, 1, 0));
        receiver.payloads.add(payload(RUN + 1, 0, 0));
        secondReceiver.payloads.add(payload(RUN, 0, 0));
        sink.doWork();

        assertTotals(4, 0, 0, 0);
        assertEquals(4, sink.flows().size());
    }

    @Test
    void shouldNoticeCorruption()
    {
        final byte[] flipped = payload(RUN, 0, 1);
        flipped[LENGTH - 1] ^= 1;
        receiver.payloads.add(payload(RUN, 0, 0));
        receiver.payloads.add(flipped);
        receiver.payloads.add(Arrays.copyOf(payload(RUN, 0, 2), LENGTH - 1));
        receiver.payloads.add(Arrays.copyOf(payload(RUN, 0, 3), 20));
        receive(4);

        assertTotals(2, 3, 0, 0);
        assertEquals(3, sink.corrupt());
        assertEquals(0, sink.foreign());
        assertEquals(5, sink.total());
    }

    @Test
    void shouldNoticeForeignDatagrams()
    {
        receiver.payloads.add(new byte[0]);
        receiver.payloads.add(new byte[1_000]);
        receive(0);

        assertTotals(1, 0, 0, 0);
        assertEquals(2, sink.foreign());
        assertEquals(0, sink.corrupt());
    }

    @Test
    void shouldMeasureFromWhenADatagramWasDue()
    {
        clock.update(SENT_NS + 5_000);
        receive(0, 1);
        clock.update(SENT_NS - 1);
        receive(2);
        final Histogram total = ArrivalReader.newHistogram();

        assertEquals(3, sink.addLatencies(total).getTotalCount());
        assertEquals(0, sink.addLatencies(total).getTotalCount());

        assertEquals(3, total.getTotalCount());
        assertTrue(total.valuesAreEquivalent(5_000, total.getMaxValue()));
        assertEquals(1, sink.negativeLatencies());
        assertEquals(SENT_NS + 5_000, sink.firstEpochNs());
        assertEquals(SENT_NS - 1, sink.lastEpochNs());
    }

    @Test
    void shouldAgreeWithAPlainModel()
    {
        final long seed = System.nanoTime();
        final SplittableRandom random = new SplittableRandom(seed);
        final Set<Long> seen = new HashSet<>();
        final List<byte[]> sent = new ArrayList<>();
        long duplicates = 0;
        long reordered = 0;
        long highest = 0;
        for (long i = 0; i < 20_000; i++)
        {
            final long sequence = 0 == i ? 0 : Math.max(0, highest + random.nextLong(-20, 24));
            final boolean isDuplicate = !seen.add(sequence);
            duplicates += isDuplicate ? 1 : 0;
            reordered += !isDuplicate && sequence < highest ? 1 : 0;
            highest = Math.max(highest, sequence);
            sent.add(payload(RUN, 0, sequence));
        }
        receiver.payloads.addAll(sent);
        while (sink.doWork() > 0)
        {
            clock.advance(1);
        }

        final String message = "seed " + seed;
        assertEquals(duplicates, sink.duplicates(), message);
        assertEquals(reordered, sink.reordered(), message);
        assertEquals(highest + 1 - seen.size(), sink.lost(), message);
        assertEquals(0, sink.stale(), message);
    }

    @Test
    void shouldCountFlowsBeyondTheLimitAsForeign()
    {
        for (int flow = 0; flow < CheckingSink.FLOWS_MAX + 5; flow++)
        {
            receiver.payloads.add(payload(RUN, flow, 0));
        }
        while (sink.doWork() > 0)
        {
            clock.advance(1);
        }

        assertEquals(CheckingSink.FLOWS_MAX, sink.received());
        assertEquals(5, sink.foreign());
    }

    @Test
    void shouldAllocateNothingForADatagram()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        final Probe probe = new Probe();
        final HostPort source = new HostPort();

        feed(buffer, probe, source, 0, 20_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        feed(buffer, probe, source, 20_000, 120_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(0, sink.lost());
        assertTrue(allocated < 4_096, "allocated " + allocated + " B for 100,000 datagrams");
    }

    @Test
    void shouldCloseItsReceivers()
    {
        sink.onClose();
        assertTrue(receiver.isClosed && secondReceiver.isClosed);
    }

    private void feed(
        final UnsafeBuffer buffer, final Probe probe, final HostPort source, final long from, final long to)
    {
        for (long sequence = from; sequence < to; sequence++)
        {
            probe.encode(buffer, 0, LENGTH, RUN, (int)(sequence & 1), sequence >> 1, SENT_NS);
            sink.onDatagram(buffer, 0, LENGTH, source, 0);
        }
    }

    private void receive(final long... sequences)
    {
        for (final long sequence : sequences)
        {
            receiver.payloads.add(payload(RUN, 0, sequence));
        }
        sink.doWork();
    }

    private static byte[] payload(final long runId, final int flow, final long sequence)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        new Probe().encode(buffer, 0, LENGTH, runId, flow, sequence, SENT_NS);
        return buffer.byteArray();
    }

    private void assertTotals(
        final long received, final long lost, final long duplicates, final long reordered)
    {
        assertEquals(
            "received " + received + " lost " + lost + " duplicates " + duplicates + " reordered " + reordered,
            "received " + sink.received() + " lost " + sink.lost() + " duplicates " + sink.duplicates() +
                " reordered " + sink.reordered());
    }
}
