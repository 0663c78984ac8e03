package relay.tools.sink;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import relay.observe.text.Numbers;
import relay.transport.endpoint.EndpointParser;

/**
 * The report of a sink that has ended. Its components are the keys of the JSON and are stable.
 *
 * @param received     datagrams of generators, with those that came twice.
 * @param bytes        of their payload.
 * @param lost         sequence numbers that did not arrive.
 * @param duplicates   datagrams that had arrived before.
 * @param reordered    datagrams that arrived after a later one.
 * @param stale        datagrams too old to be checked for duplicates.
 * @param corrupt      datagrams with a changed payload.
 * @param foreign      datagrams of no generator.
 * @param kernelDrops  datagrams that the kernel dropped, -1 where the system does not say.
 * @param startEpochNs start, nanoseconds since 1970.
 * @param firstEpochNs when the first datagram arrived.
 * @param lastEpochNs  when the last datagram arrived.
 * @param latencyNs    from when a datagram was due, so that the generator's own delay is included.
 * @param flows        each by itself.
 */
record SinkReport(
    long received,
    long bytes,
    long lost,
    long duplicates,
    long reordered,
    long stale,
    long corrupt,
    long foreign,
    long kernelDrops,
    long startEpochNs,
    long firstEpochNs,
    long lastEpochNs,
    Latency latencyNs,
    List<Flow> flows)
{
    private static final int FLOWS_SHOWN = 16;

    static SinkReport of(
        final CheckingSink sink, final Histogram latencies, final long kernelDrops, final long startEpochNs)
    {
        return new SinkReport(
            sink.received(), sink.bytes(), sink.lost(), sink.duplicates(), sink.reordered(), sink.stale(),
            sink.corrupt(), sink.foreign(), kernelDrops, startEpochNs, sink.firstEpochNs(), sink.lastEpochNs(),
            Latency.of(latencies, sink.negativeLatencies()), sink.flows().stream().map(Flow::of).toList());
    }

    /**
     * @return whether datagrams arrived, each once and unchanged.
     */
    boolean isComplete()
    {
        return received > 0 && 0 == lost && 0 == duplicates && 0 == stale && 0 == corrupt;
    }

    String text()
    {
        final StringBuilder text = new StringBuilder();
        flows.stream().limit(FLOWS_SHOWN).forEach(flow -> text.append(flow.text()).append('\n'));
        if (flows.size() > FLOWS_SHOWN)
        {
            text.append("... and ").append(flows.size() - FLOWS_SHOWN).append(" more flows\n");
        }
        text.append("latency ").append(latencyNs.text()).append('\n');
        text.append("received ").append(Numbers.count(received)).append(" datagrams, ")
            .append(Numbers.count(bytes)).append(" B in ").append(Numbers.duration(lastEpochNs - firstEpochNs));
        append(text, "lost", lost);
        append(text, "duplicates", duplicates);
        append(text, "reordered", reordered);
        if (stale > 0)
        {
            append(text, "stale", stale);
        }
        append(text, "corrupt", corrupt);
        append(text, "foreign", foreign);
        if (kernelDrops >= 0)
        {
            append(text, "dropped by the kernel", kernelDrops);
        }
        if (latencyNs.negative() > 0)
        {
            append(text, "clocks differ: before it was due came", latencyNs.negative());
        }
        return text.toString();
    }

    private static void append(final StringBuilder text, final String what, final long number)
    {
        text.append(", ").append(what).append(' ').append(Numbers.count(number));
    }

    /**
     * Latencies in nanoseconds.
     *
     * @param p50      median.
     * @param p90      90 % of latencies are not above it.
     * @param p99      99 %.
     * @param p999     99.9 %.
     * @param max      the largest.
     * @param mean     arithmetic mean.
     * @param count    of latencies.
     * @param negative latencies below 0, recorded as 0: the clocks differ.
     */
    record Latency(long p50, long p90, long p99, long p999, long max, long mean, long count, long negative)
    {
        static Latency of(final Histogram latencies, final long negative)
        {
            return new Latency(
                latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(90),
                latencies.getValueAtPercentile(99), latencies.getValueAtPercentile(99.9), latencies.getMaxValue(),
                (long)latencies.getMean(), latencies.getTotalCount(), negative);
        }

        /**
         * @return percentiles in a line.
         */
        String text()
        {
            return 0 == count ? "none" : String.format(Locale.ROOT, "p50 %s  p90 %s  p99 %s  p99.9 %s  max %s",
                Numbers.duration(p50), Numbers.duration(p90), Numbers.duration(p99), Numbers.duration(p999),
                Numbers.duration(max));
        }
    }

    /** One flow of one generator at one destination; {@code runId} is hexadecimal. */
    record Flow(
        String runId,
        int flow,
        String destination,
        long firstSequence,
        long lastSequence,
        long received,
        long bytes,
        long lost,
        long duplicates,
        long reordered,
        long stale)
    {
        private static Flow of(final FlowTracker flow)
        {
            return new Flow(
                Long.toHexString(flow.runId()), flow.flow(),
                EndpointParser.display(flow.destination().getAddress()) + ":" + flow.destination().getPort(),
                flow.firstSequence(), flow.lastSequence(), flow.received(), flow.bytes(), flow.lost(),
                flow.duplicates(), flow.reordered(), flow.stale());
        }

        private String text()
        {
            return String.format(Locale.ROOT, "flow %d at %s: received %,d, lost %,d, duplicates %,d, reordered %,d",
                flow, destination, received, lost, duplicates, reordered);
        }
    }
}
