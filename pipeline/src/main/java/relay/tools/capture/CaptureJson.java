package relay.tools.capture;

import com.google.gson.annotations.SerializedName;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import relay.observe.LatencyTags;
import relay.observe.text.Numbers;
import relay.pool.SizeClass;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.SkipReason;

/**
 * The output of {@code relay capture --json}: its components are the keys of docs/captures.md.
 */
record CaptureJson(
    String file,
    String format,
    boolean gzip,
    String error,
    long records,
    long datagrams,
    long payloadBytes,
    String sha256,
    Map<String, Long> skipped,
    List<Group> groups,
    long ungrouped,
    Digest multicast,
    Map<String, Long> sizes,
    Lengths payloadLength,
    long timed,
    long firstEpochNs,
    long lastEpochNs,
    long durationNs,
    long backwardTimestamps,
    long largeGaps,
    long gapMaxNs,
    double meanRate,
    double meanBitRate,
    List<Peak> peaks,
    Trains trains)
{
    static CaptureJson of(final Path file, final CaptureReader reader, final CaptureSummary summary)
    {
        final DatagramDigest all = summary.all();
        final CaptureTimes times = summary.times();
        return new CaptureJson(
            file.toString(), reader.format(), reader.isGzip(), reader.error(), reader.records(), all.datagrams(),
            all.payloadBytes(), all.sha256Hex(), skipped(reader), summary.groups().stream().map(Group::of).toList(),
            summary.ungrouped(), Digest.of(summary.multicast()), sizes(summary.lengths()),
            Lengths.of(summary.lengths()), times.count(), times.firstEpochNs(), times.lastEpochNs(),
            times.durationNs(), times.backward(), times.largeGaps(), times.gapMaxNs(), times.meanRate(),
            times.meanBitsPerSecond(), times.peaks().stream().map(Peak::of).toList(), Trains.of(times.trains()));
    }

    private static Map<String, Long> skipped(final CaptureReader reader)
    {
        final Map<String, Long> skipped = new LinkedHashMap<>();
        Stream.of(SkipReason.values()).filter(reason -> reader.skipped(reason) > 0)
            .sorted(Comparator.comparing(SkipReason::key))
            .forEach(reason -> skipped.put(reason.key(), reader.skipped(reason)));
        return skipped;
    }

    private static Map<String, Long> sizes(final PayloadLengths lengths)
    {
        final Map<String, Long> sizes = new LinkedHashMap<>();
        Stream.of(SizeClass.values()).forEach(size -> sizes.put(LatencyTags.label(size), lengths.count(size)));
        return sizes;
    }

    record Digest(long datagrams, long payloadBytes, String sha256)
    {
        private static Digest of(final DatagramDigest digest)
        {
            return new Digest(digest.datagrams(), digest.payloadBytes(), digest.sha256Hex());
        }
    }

    record Group(@SerializedName("dst") String destination, long datagrams, long payloadBytes, String sha256)
    {
        private static Group of(final CaptureSummary.Group group)
        {
            final DatagramDigest digest = group.digest();
            return new Group(
                group.destination(), digest.datagrams(), digest.payloadBytes(), digest.sha256Hex());
        }
    }

    record Lengths(int min, int p50, int p99, int max)
    {
        private static Lengths of(final PayloadLengths lengths)
        {
            return new Lengths(
                lengths.percentile(0), lengths.percentile(0.5), lengths.percentile(0.99), lengths.percentile(1));
        }
    }

    record Peak(long windowNs, long datagrams, long payloadBytes, double rate, double bitRate)
    {
        private static Peak of(final PeakRate peak)
        {
            return new Peak(
                peak.windowNs(), peak.datagrams(), peak.payloadBytes(),
                Numbers.perSecond(peak.datagrams(), peak.windowNs()),
                Numbers.perSecond(peak.payloadBytes() * Byte.SIZE, peak.windowNs()));
        }
    }

    record Trains(
        long gapMaxNs, long count, long datagrams, long longest, long longestBytes, List<TrainLength> byLength)
    {
        private static Trains of(final BurstTrains trains)
        {
            return new Trains(
                BurstTrains.GAP_MAX_NS, trains.count(), trains.datagrams(), trains.longest(), trains.longestBytes(),
                IntStream.range(0, BurstTrains.CLASS_COUNT).filter(i -> trains.count(i) > 0)
                    .mapToObj(i -> new TrainLength(2L << i, trains.count(i))).toList());
        }
    }

    /** Trains of {@code from} datagrams up to twice as many. */
    record TrainLength(long from, long count)
    {
    }
}
