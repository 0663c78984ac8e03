package relay.tools.sink;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import relay.observe.text.Numbers;
import relay.transport.endpoint.EndpointParser;

/**
 * What a sink found, for scripts and for people. The JSON keys are stable:
 *
 * <pre>
 * { received, bytes, lost, duplicates, reordered, stale, corrupt, foreign, kernelDrops, startEpochNs, firstEpochNs,
 *   lastEpochNs, latencyNs{p50, p90, p99, p999, max, mean, count, negative},
 *   flows[{ runId, flow, destination, firstSequence, lastSequence, received, bytes, lost, duplicates, reordered,
 *           stale }] }
 * </pre>
 *
 * kernelDrops is -1 where the system does not tell. Latencies count from when a datagram was due, so that they include
 * the generator's own delay; negative ones (clocks that differ) are recorded as 0 and counted.
 */
final class SinkReport
{
    private static final int FLOWS_SHOWN = 16;
    private static final double P50 = 50;
    private static final double P90 = 90;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private final CheckingSink sink;
    private final Histogram latencies;
    private final long kernelDrops;
    private final long startEpochNs;

    SinkReport(final CheckingSink sink, final Histogram latencies, final long kernelDrops, final long startEpochNs)
    {
        this.sink = sink;
        this.latencies = latencies;
        this.kernelDrops = kernelDrops;
        this.startEpochNs = startEpochNs;
    }

    /**
     * @return whether datagrams arrived, each once and unchanged.
     */
    boolean isComplete()
    {
        return sink.received() > 0 && 0 == sink.lost() && 0 == sink.duplicates() && 0 == sink.stale() &&
            0 == sink.corrupt();
    }

    JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("received", sink.received());
        json.addProperty("bytes", sink.bytes());
        json.addProperty("lost", sink.lost());
        json.addProperty("duplicates", sink.duplicates());
        json.addProperty("reordered", sink.reordered());
        json.addProperty("stale", sink.stale());
        json.addProperty("corrupt", sink.corrupt());
        json.addProperty("foreign", sink.foreign());
        json.addProperty("kernelDrops", kernelDrops);
        json.addProperty("startEpochNs", startEpochNs);
        json.addProperty("firstEpochNs", sink.firstEpochNs());
        json.addProperty("lastEpochNs", sink.lastEpochNs());
        json.add("latencyNs", latencyJson());
        final JsonArray flows = new JsonArray();
        sink.flows().forEach(flow -> flows.add(flowJson(flow)));
        json.add("flows", flows);
        return json;
    }

    String text()
    {
        final StringBuilder text = new StringBuilder();
        sink.flows().stream().limit(FLOWS_SHOWN).forEach(flow -> text.append(flowText(flow)).append('\n'));
        if (sink.flows().size() > FLOWS_SHOWN)
        {
            text.append("... and ").append(sink.flows().size() - FLOWS_SHOWN).append(" more flows\n");
        }
        final long elapsedNs = sink.lastEpochNs() - sink.firstEpochNs();
        text.append("latency ").append(latencyText(latencies)).append('\n');
        text.append("received ").append(Numbers.count(sink.received())).append(" datagrams, ")
            .append(Numbers.count(sink.bytes())).append(" B in ").append(Numbers.duration(elapsedNs));
        append(text, "lost", sink.lost());
        append(text, "duplicates", sink.duplicates());
        append(text, "reordered", sink.reordered());
        if (sink.stale() > 0)
        {
            append(text, "stale", sink.stale());
        }
        append(text, "corrupt", sink.corrupt());
        append(text, "foreign", sink.foreign());
        if (kernelDrops >= 0)
        {
            append(text, "dropped by the kernel", kernelDrops);
        }
        if (sink.negativeLatencies() > 0)
        {
            append(text, "clocks differ: before it was due came", sink.negativeLatencies());
        }
        return text.toString();
    }

    /**
     * @param latencies of an interval or of all.
     * @return its percentiles in a line.
     */
    static String latencyText(final Histogram latencies)
    {
        if (0 == latencies.getTotalCount())
        {
            return "none";
        }
        return String.format(Locale.ROOT, "p50 %s  p90 %s  p99 %s  p99.9 %s  max %s",
            Numbers.duration(latencies.getValueAtPercentile(P50)),
            Numbers.duration(latencies.getValueAtPercentile(P90)),
            Numbers.duration(latencies.getValueAtPercentile(P99)),
            Numbers.duration(latencies.getValueAtPercentile(P999)), Numbers.duration(latencies.getMaxValue()));
    }

    private static void append(final StringBuilder text, final String what, final long number)
    {
        text.append(", ").append(what).append(' ').append(Numbers.count(number));
    }

    private JsonObject latencyJson()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("p50", latencies.getValueAtPercentile(P50));
        json.addProperty("p90", latencies.getValueAtPercentile(P90));
        json.addProperty("p99", latencies.getValueAtPercentile(P99));
        json.addProperty("p999", latencies.getValueAtPercentile(P999));
        json.addProperty("max", latencies.getMaxValue());
        json.addProperty("mean", (long)latencies.getMean());
        json.addProperty("count", latencies.getTotalCount());
        json.addProperty("negative", sink.negativeLatencies());
        return json;
    }

    private static JsonObject flowJson(final FlowTracker flow)
    {
        final JsonObject json = new JsonObject();
        json.addProperty("runId", Long.toHexString(flow.runId()));
        json.addProperty("flow", flow.flow());
        json.addProperty("destination", destination(flow));
        json.addProperty("firstSequence", flow.firstSequence());
        json.addProperty("lastSequence", flow.lastSequence());
        json.addProperty("received", flow.received());
        json.addProperty("bytes", flow.bytes());
        json.addProperty("lost", flow.lost());
        json.addProperty("duplicates", flow.duplicates());
        json.addProperty("reordered", flow.reordered());
        json.addProperty("stale", flow.stale());
        return json;
    }

    private static String flowText(final FlowTracker flow)
    {
        return String.format(Locale.ROOT, "flow %d at %s: received %,d, lost %,d, duplicates %,d, reordered %,d",
            flow.flow(), destination(flow), flow.received(), flow.lost(), flow.duplicates(), flow.reordered());
    }

    private static String destination(final FlowTracker flow)
    {
        return EndpointParser.display(flow.destination().getAddress()) + ":" + flow.destination().getPort();
    }
}
