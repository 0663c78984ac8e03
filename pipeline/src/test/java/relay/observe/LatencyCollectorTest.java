package relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.pool.LatencyRecorder;
import relay.pool.SizeClass;

class LatencyCollectorTest
{
    private static final long START_MS = 1_763_888_400_000L;

    @TempDir
    private Path directory;

    private long nowMs = START_MS;
    private final LatencyRecorder lan = new LatencyRecorder();
    private final LatencyRecorder siteB = new LatencyRecorder();

    @Test
    void shouldAddIntervalsToTheTotals()
    {
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000, null);
        collector.add("residence.bulk.lan", lan);
        collector.add("residence.bulk.site-b", siteB);

        lan.recordNs(1_000);
        runInterval(collector);
        lan.recordNs(2_000);
        siteB.recordNs(3_000);
        runInterval(collector);

        assertEquals("residence.bulk.lan=2 residence.bulk.site-b=1", totals(collector));
        assertEquals(0, collector.overflowCount());
    }

    @Test
    void shouldAskOnlyOnceAnInterval()
    {
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000, null);
        collector.add("residence.bulk.lan", lan);
        lan.recordNs(1_000);

        nowMs += 999;
        assertEquals(0, collector.doWork());
        lan.onDutyCycleEnd();
        assertEquals(0, collector.doWork());

        nowMs += 1;
        assertEquals(1, collector.doWork());
        assertEquals(0, collector.doWork());
        lan.onDutyCycleEnd();
        assertEquals(1, collector.doWork());
        assertEquals(0, collector.doWork());
        assertEquals("residence.bulk.lan=1", totals(collector));
    }

    @Test
    void shouldGoOnWhenTheWallClockIsSetBackOrForward()
    {
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000, null);
        collector.add("residence.bulk.lan", lan);

        nowMs -= 3_600_000;
        assertEquals(1, collector.doWork());
        lan.onDutyCycleEnd();
        assertEquals(1, collector.doWork());
        assertEquals(0, collector.doWork());

        nowMs += 7_200_000;
        assertEquals(1, collector.doWork());
        lan.onDutyCycleEnd();
        assertEquals(1, collector.doWork());
        nowMs += 999;
        assertEquals(0, collector.doWork());
    }

    @Test
    void shouldWriteOneLinePerTagAndInterval() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        final LatencyCollector collector = newLoggingCollector(file);
        lan.recordNs(1_000);
        siteB.recordNs(1_000);
        runInterval(collector);
        lan.recordNs(1_000);
        lan.recordNs(1_000);
        runInterval(collector);
        nowMs += 300;
        siteB.recordNs(1_000);
        collector.onClose();

        assertEquals(List.of(
            "residence.bulk.lan 0.000 +1.000 n=1",
            "residence.bulk.site-b 0.000 +1.000 n=1",
            "residence.bulk.lan 1.000 +1.000 n=2",
            "residence.bulk.site-b 1.000 +1.000 n=0",
            "residence.bulk.site-b 2.000 +0.300 n=1"), lines(file));
    }

    @Test
    void shouldKeepATagThatWasNeverUsedOutOfTheLog() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        final LatencyCollector collector = newLoggingCollector(file);
        siteB.recordNs(1_000);
        runInterval(collector);
        collector.onClose();

        assertEquals(List.of("residence.bulk.site-b 0.000 +1.000 n=1"), lines(file));
    }

    @Test
    void shouldNotWaitForAStalledThread() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        final LatencyCollector collector = newLoggingCollector(file);
        for (int i = 0; i < 3; i++)
        {
            lan.recordNs(1_000);
            siteB.recordNs(1_000);
            nowMs += 1_000;
            collector.doWork();
            lan.onDutyCycleEnd();
            collector.doWork();
        }
        siteB.onDutyCycleEnd();
        runInterval(collector);
        assertEquals(List.of(
            "residence.bulk.lan 0.000 +1.000 n=1",
            "residence.bulk.lan 1.000 +1.000 n=1",
            "residence.bulk.lan 2.000 +1.000 n=1",
            "residence.bulk.site-b 0.000 +4.000 n=3",
            "residence.bulk.lan 3.000 +1.000 n=0"), lines(file));
        collector.onClose();
    }

    @Test
    void shouldSumRecordersOfTheSameTag()
    {
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000, null);
        collector.add("residence.bulk.lan", lan);
        collector.add("residence.bulk.lan", siteB);
        lan.recordNs(1_000);
        siteB.recordNs(1_000);
        collector.onClose();

        assertEquals("residence.bulk.lan=2", totals(collector));
    }

    @Test
    void shouldNameTags()
    {
        assertEquals("lifetime.market-data.small", LatencyTags.lifetime("market-data", SizeClass.SMALL));
        assertEquals("residence.market-data.site-b", LatencyTags.residence("market-data", "site-b"));
        assertEquals("late.market-data.site-b", LatencyTags.late("market-data", "site-b"));
    }

    @Test
    void shouldRefuseTagsThatALogCannotHold()
    {
        final LatencyCollector collector = new LatencyCollector(() -> nowMs, 1_000, null);
        for (final String tag : List.of("", "a b", "a,b", "a\n"))
        {
            assertEquals(
                "histogram tag '" + tag + "': must not be empty nor hold commas or blanks, which end a tag in the " +
                "histogram log",
                assertThrows(IllegalArgumentException.class, () -> collector.add(tag, lan)).getMessage());
        }
    }

    private LatencyCollector newLoggingCollector(final Path file) throws IOException
    {
        final LatencyCollector collector = new LatencyCollector(
            () -> nowMs, 1_000, HistogramLog.create(file, START_MS, "Relay", HistogramLogTest::unexpected));
        collector.add("residence.bulk.lan", lan);
        collector.add("residence.bulk.site-b", siteB);
        return collector;
    }

    private void runInterval(final LatencyCollector collector)
    {
        nowMs += 1_000;
        collector.doWork();
        lan.onDutyCycleEnd();
        siteB.onDutyCycleEnd();
        collector.doWork();
    }

    private static String totals(final LatencyCollector collector)
    {
        final List<String> totals = new ArrayList<>();
        collector.forEachTotal((final String tag, final Histogram total) ->
            totals.add(tag + "=" + total.getTotalCount()));
        return String.join(" ", totals);
    }

    private static List<String> lines(final Path file) throws IOException
    {
        final List<String> lines = new ArrayList<>();
        try (IntervalReader reader = IntervalReader.open(file))
        {
            for (IntervalReader.Interval next = reader.next(); null != next; next = reader.next())
            {
                lines.add(String.format(Locale.ROOT, "%s %.3f +%.3f n=%d", next.tag(),
                    next.startSec() - START_MS / 1_000.0, next.lengthSec(), next.histogram().getTotalCount()));
            }
        }
        return lines;
    }
}
