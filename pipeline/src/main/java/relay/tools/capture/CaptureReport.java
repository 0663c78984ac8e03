package relay.tools.capture;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import relay.observe.text.JsonText;
import relay.observe.text.Numbers;
import relay.pool.SizeClass;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.SkipReason;

/**
 * What is in a capture, for people; {@link CaptureJson} is for scripts.
 */
final class CaptureReport
{
    /** JSON has all. */
    private static final int GROUPS_SHOWN_MAX = 20;
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path file;
    private final CaptureReader reader;
    private final CaptureSummary summary;
    private final CaptureTimes times;

    /**
     * @param file    that was read.
     * @param reader  at its end.
     * @param summary of it.
     */
    CaptureReport(final Path file, final CaptureReader reader, final CaptureSummary summary)
    {
        this.file = file;
        this.reader = reader;
        this.summary = summary;
        this.times = summary.times();
    }

    String json()
    {
        return JsonText.prettyWithNulls(CaptureJson.of(file, reader, summary));
    }

    String text()
    {
        final StringBuilder text = new StringBuilder();
        text.append(file).append(": ").append(reader.format()).append(reader.isGzip() ? ", gzip" : "").append(", ")
            .append(Numbers.count(reader.records())).append(" records\n");
        text.append("datagrams  ").append(datagrams()).append('\n');
        text.append("skipped    ").append(skipped()).append('\n');
        if (reader.datagrams() > 0)
        {
            text.append("sizes      ").append(sizes()).append('\n');
        }
        if (times.count() > 0)
        {
            appendTimes(text);
        }
        appendGroups(text);
        return text.toString().stripTrailing();
    }

    private String datagrams()
    {
        return Numbers.count(reader.datagrams()) + ", " + Numbers.count(summary.all().payloadBytes()) +
            " B of payload; " + Numbers.count(summary.multicast().datagrams()) + " of them multicast";
    }

    private String skipped()
    {
        final String reasons = Stream.of(SkipReason.values()).filter((reason) -> reader.skipped(reason) > 0)
            .map((reason) -> reason.key() + " " + Numbers.count(reader.skipped(reason)))
            .collect(Collectors.joining(", "));
        return Numbers.count(reader.records() - reader.datagrams()) + (reasons.isEmpty() ? "" : ": " + reasons);
    }

    private String sizes()
    {
        final PayloadLengths lengths = summary.lengths();
        final String classes = Stream.of(SizeClass.values()).filter((sizeClass) -> lengths.count(sizeClass) > 0)
            .map((sizeClass) -> sizeClass.name().toLowerCase(Locale.ROOT) + " " +
                Numbers.count(lengths.count(sizeClass)))
            .collect(Collectors.joining(", "));
        return classes + "; shortest " + lengths.percentile(0) + " B, p50 " + lengths.percentile(0.5) + " B, p99 " +
            lengths.percentile(0.99) + " B, longest " + lengths.percentile(1) + " B";
    }

    private void appendTimes(final StringBuilder text)
    {
        text.append("time       ").append(TIME.format(instant(times.firstEpochNs()))).append(", ")
            .append(Numbers.duration(times.durationNs())).append("; ")
            .append(times.count() < reader.datagrams() ?
                "without a time " + Numbers.count(reader.datagrams() - times.count()) + ", " : "")
            .append("backward ").append(Numbers.count(times.backward())).append(", gaps over ")
            .append(Numbers.duration(CaptureTimes.LARGE_GAP_NS)).append(' ').append(Numbers.count(times.largeGaps()))
            .append(", longest gap ").append(Numbers.duration(times.gapMaxNs())).append('\n');
        text.append("mean       ").append(rate(times.meanRate(), times.meanBitsPerSecond())).append('\n');
        for (final PeakRate peak : times.peaks())
        {
            text.append(String.format(Locale.ROOT, "%-11s", "peak " + peak.windowNs() / 1_000_000 + " ms"))
                .append(rate(Numbers.perSecond(peak.datagrams(), peak.windowNs()),
                    Numbers.perSecond(peak.payloadBytes() * Byte.SIZE, peak.windowNs())))
                .append(": ").append(Numbers.count(peak.datagrams())).append(" datagrams, ")
                .append(Numbers.count(peak.payloadBytes())).append(" B\n");
        }
        text.append("trains     ").append(trains(times.trains())).append('\n');
    }

    private static String trains(final BurstTrains trains)
    {
        final String text = Numbers.count(trains.count()) + " of " + Numbers.count(trains.datagrams()) +
            " datagrams, at most " + Numbers.duration(BurstTrains.GAP_MAX_NS) + " apart";
        final String byLength = IntStream.range(0, BurstTrains.CLASS_COUNT).filter((i) -> trains.count(i) > 0)
            .mapToObj((i) -> (2L << i) + "-" + ((4L << i) - 1) + ": " + Numbers.count(trains.count(i)))
            .collect(Collectors.joining(", "));
        return byLength.isEmpty() ? text : text + "; longest " + Numbers.count(trains.longest()) + " datagrams, " +
            Numbers.count(trains.longestBytes()) + " B; by length " + byLength;
    }

    private void appendGroups(final StringBuilder text)
    {
        final List<CaptureSummary.Group> groups = summary.groups();
        final List<CaptureSummary.Group> shown = groups.subList(0, Math.min(GROUPS_SHOWN_MAX, groups.size()));
        if (!shown.isEmpty())
        {
            text.append(String.format(Locale.ROOT, "\n%-47s %15s %19s\n", "to", "datagrams", "payload B"));
        }
        for (final CaptureSummary.Group group : shown)
        {
            text.append(String.format(Locale.ROOT, "%-47s %,15d %,19d\n",
                group.destination(), group.digest().datagrams(), group.digest().payloadBytes()));
        }
        if (groups.size() > shown.size())
        {
            text.append("and ").append(Numbers.count(groups.size() - shown.size()))
                .append(" more: --json shows all\n");
        }
        if (summary.ungrouped() > 0)
        {
            text.append("and ").append(Numbers.count(summary.ungrouped())).append(" datagrams to others: only ")
                .append(Numbers.count(CaptureSummary.GROUPS_MAX)).append(" are told apart\n");
        }
    }

    private static String rate(final double datagramsPerSecond, final double bitsPerSecond)
    {
        return String.format(Locale.ROOT, "%,.1f datagrams/s, %,.3f Mbit/s", datagramsPerSecond, bitsPerSecond / 1e6);
    }

    private static Instant instant(final long epochNs)
    {
        return Instant.ofEpochSecond(0, epochNs);
    }
}
