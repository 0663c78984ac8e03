package relay.tools.capture;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import relay.observe.text.Numbers;
import relay.pool.SizeClass;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.SkipReason;

/**
 * The output of {@code relay capture --json}, documented in docs/captures.md.
 */
final class CaptureJson
{
    private static final Gson GSON =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private CaptureJson()
    {
    }

    static String of(final Path file, final CaptureReader reader, final CaptureSummary summary)
    {
        final JsonObject root = new JsonObject();
        root.addProperty("file", file.toString());
        root.addProperty("format", reader.format());
        root.addProperty("gzip", reader.isGzip());
        root.addProperty("error", reader.error());
        root.addProperty("records", reader.records());
        add(root, summary.all());
        root.add("skipped", skipped(reader));
        final JsonArray groups = new JsonArray();
        summary.groups().forEach((group) ->
        {
            final JsonObject object = new JsonObject();
            object.addProperty("dst", group.destination());
            add(object, group.digest());
            groups.add(object);
        });
        root.add("groups", groups);
        root.addProperty("ungrouped", summary.ungrouped());
        final JsonObject multicast = new JsonObject();
        add(multicast, summary.multicast());
        root.add("multicast", multicast);
        root.add("sizes", sizes(summary.lengths()));
        root.add("payloadLength", lengths(summary.lengths()));
        addTimes(root, summary.times());
        return GSON.toJson(root);
    }

    private static void add(final JsonObject object, final DatagramDigest digest)
    {
        object.addProperty("datagrams", digest.datagrams());
        object.addProperty("payloadBytes", digest.payloadBytes());
        object.addProperty("sha256", digest.sha256Hex());
    }

    private static JsonObject skipped(final CaptureReader reader)
    {
        final JsonObject skipped = new JsonObject();
        Stream.of(SkipReason.values()).filter((reason) -> reader.skipped(reason) > 0)
            .sorted(Comparator.comparing(SkipReason::key))
            .forEach((reason) -> skipped.addProperty(reason.key(), reader.skipped(reason)));
        return skipped;
    }

    private static JsonObject sizes(final PayloadLengths lengths)
    {
        final JsonObject sizes = new JsonObject();
        for (final SizeClass sizeClass : SizeClass.values())
        {
            sizes.addProperty(sizeClass.name().toLowerCase(Locale.ROOT), lengths.count(sizeClass));
        }
        return sizes;
    }

    private static JsonObject lengths(final PayloadLengths lengths)
    {
        final JsonObject object = new JsonObject();
        object.addProperty("min", lengths.percentile(0));
        object.addProperty("p50", lengths.percentile(0.5));
        object.addProperty("p99", lengths.percentile(0.99));
        object.addProperty("max", lengths.percentile(1));
        return object;
    }

    private static void addTimes(final JsonObject root, final CaptureTimes times)
    {
        root.addProperty("timed", times.count());
        root.addProperty("firstEpochNs", times.firstEpochNs());
        root.addProperty("lastEpochNs", times.lastEpochNs());
        root.addProperty("durationNs", times.durationNs());
        root.addProperty("backwardTimestamps", times.backward());
        root.addProperty("largeGaps", times.largeGaps());
        root.addProperty("gapMaxNs", times.gapMaxNs());
        root.addProperty("meanRate", times.meanRate());
        root.addProperty("meanBitRate", times.meanBitsPerSecond());
        final JsonArray peaks = new JsonArray();
        times.peaks().forEach((peak) -> peaks.add(peak(peak)));
        root.add("peaks", peaks);
        root.add("trains", trains(times.trains()));
    }

    private static JsonObject peak(final PeakRate peak)
    {
        final JsonObject object = new JsonObject();
        object.addProperty("windowNs", peak.windowNs());
        object.addProperty("datagrams", peak.datagrams());
        object.addProperty("payloadBytes", peak.payloadBytes());
        object.addProperty("rate", Numbers.perSecond(peak.datagrams(), peak.windowNs()));
        object.addProperty("bitRate", Numbers.perSecond(peak.payloadBytes() * Byte.SIZE, peak.windowNs()));
        return object;
    }

    private static JsonObject trains(final BurstTrains trains)
    {
        final JsonObject object = new JsonObject();
        object.addProperty("gapMaxNs", BurstTrains.GAP_MAX_NS);
        object.addProperty("count", trains.count());
        object.addProperty("datagrams", trains.datagrams());
        object.addProperty("longest", trains.longest());
        object.addProperty("longestBytes", trains.longestBytes());
        final JsonArray byLength = new JsonArray();
        for (int i = 0; i < BurstTrains.CLASS_COUNT; i++)
        {
            if (trains.count(i) > 0)
            {
                final JsonObject lengths = new JsonObject();
                lengths.addProperty("from", 2L << i);
                lengths.addProperty("count", trains.count(i));
                byLength.add(lengths);
            }
        }
        object.add("byLength", byLength);
        return object;
    }
}
