package relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogProcessor;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.IntCountsHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.pool.LatencyRecorder;

class HistogramLogTest
{
    private static final long START_MS = 1_763_888_400_250L;
    private static final String SMALL = "lifetime.market-data.small";
    private static final String SITE_B = "residence.market-data.site-b";

    @TempDir
    private Path directory;

    static void unexpected(final Throwable error)
    {
        throw new AssertionError("unexpected error", error);
    }

    @Test
    void shouldBeReadableByTheStandardReader() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        writeTwoIntervals(file);

        final HistogramLogReader reader = new HistogramLogReader(file.toFile());
        final Histogram first = (Histogram)reader.nextIntervalHistogram();
        assertEquals(START_MS / 1_000.0, reader.getStartTimeSec());
        assertEquals(SMALL, first.getTag());
        assertEquals(START_MS, first.getStartTimeStamp());
        assertEquals(START_MS + 1_000, first.getEndTimeStamp());
        assertEquals(expected(1_000, 2_000), first);
        final Histogram second = (Histogram)reader.nextIntervalHistogram();
        assertEquals(SITE_B, second.getTag());
        assertEquals(expected(5_000_000), second);
        final Histogram third = (Histogram)reader.nextIntervalHistogram();
        assertEquals(START_MS + 1_000, third.getStartTimeStamp());
        assertEquals(expected(LatencyRecorder.VALUE_MAX_NS), third);
        assertNull(reader.nextIntervalHistogram());
        reader.close();
    }

    @Test
    @SuppressWarnings("DoNotCall") // the processor is a Thread, and is wanted on this one
    void shouldBeReadableByTheStandardProcessor() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        writeTwoIntervals(file);
        final Path out = directory.resolve("out");

        new HistogramLogProcessor(new String[]{
            "-i", file.toString(), "-o", out.toString(), "-tag", SMALL, "-csv", "-outputValueUnitRatio", "1000"
        }).run();

        final List<String> lines = Files.readAllLines(out);
        assertTrue(lines.stream().anyMatch((line) -> line.startsWith("1.000,2,1.000,2.000,2.000,2,")),
            lines.toString());
        assertTrue(lines.stream().anyMatch((line) -> line.startsWith("2.000,1,")), lines.toString());
        assertTrue(Files.readString(directory.resolve("out.hgrm")).contains("2.000"), "percentiles");
    }

    @Test
    void shouldWriteAHeaderThatSaysWhoAndWhen() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        writeTwoIntervals(file);

        final List<String> lines = Files.readAllLines(file);
        assertEquals("#[Relay 0.1.0]", lines.get(0));
        assertEquals("#[Histogram log format version 1.3]", lines.get(1));
        assertEquals("#[BaseTime: 1763888400.250 (seconds since epoch)]", lines.get(2));
        assertTrue(lines.get(3).startsWith("#[StartTime: 1763888400.250 (seconds since epoch), "), lines.get(3));
        assertEquals("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"",
            lines.get(4));
        assertTrue(lines.get(5).startsWith("Tag=lifetime.market-data.small,0.000,1.000,0.002,HISTF"), lines.get(5));
        assertEquals(8, lines.size());
    }

    @Test
    void shouldCompressWhenTheNameEndsInGz() throws IOException
    {
        final Path plain = directory.resolve("relay.hlog");
        final Path gzip = directory.resolve("relay.hlog.gz");
        writeTwoIntervals(plain);
        writeTwoIntervals(gzip);

        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(gzip))))
        {
            assertEquals(Files.readString(plain), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(3, LogTotals.read(gzip, (tag) -> true, 0, Double.POSITIVE_INFINITY).intervalCount());
    }

    @Test
    void shouldHaveEachFlushInTheFileAtOnce() throws IOException
    {
        for (final String name : List.of("relay.hlog", "relay.hlog.gz"))
        {
            final Path file = directory.resolve(name);
            try (HistogramLog log = HistogramLog.create(file, START_MS, "Relay", HistogramLogTest::unexpected))
            {
                log.append(SMALL, START_MS, START_MS + 1_000, interval(1_000));
                assertEquals(0, intervals(file));
                log.flush();
                assertEquals(1, intervals(file));
                log.append(SMALL, START_MS + 1_000, START_MS + 2_000, interval(1_000));
            }
            assertEquals(2, intervals(file));
        }
    }

    @Test
    void shouldReplaceAnOlderFile() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        writeTwoIntervals(file);
        HistogramLog.create(file, START_MS, "Relay", HistogramLogTest::unexpected).close();

        assertEquals(0, intervals(file));
    }

    @Test
    void shouldRefuseToStartOnAFullDisk()
    {
        final Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        assertEquals("histogram log /dev/full: cannot be written: No space left on device",
            assertThrows(IOException.class,
                () -> HistogramLog.create(full, START_MS, "Relay", HistogramLogTest::unexpected)).getMessage());
    }

    @Test
    void shouldCountLostLinesAndTellOnce() throws IOException
    {
        final Path file = directory.resolve("relay.hlog");
        final List<String> errors = new ArrayList<>();
        final HistogramLog log =
            HistogramLog.create(file, START_MS, "Relay", (error) -> errors.add(error.getMessage()));
        log.append(SMALL, START_MS, START_MS + 1_000, interval(1_000));
        log.close();
        for (int i = 0; i < 3; i++)
        {
            log.append(SMALL, START_MS, START_MS + 1_000, interval(1_000));
            log.append(SITE_B, START_MS, START_MS + 1_000, interval(1_000));
            log.flush();
        }

        assertEquals(3, log.errorCount());
        assertEquals(6, log.lostLineCount());
        assertEquals(List.of("histogram log " + file + ": write failed: the file is closed; " +
            "intervals are lost until it succeeds again, relaying goes on"), errors);
        assertEquals(1, intervals(file));
    }

    @Test
    void shouldSayWhyAFileCannotBeCreated()
    {
        final Path missing = directory.resolve("none").resolve("relay.hlog");
        assertEquals("histogram log " + missing + ": cannot be written: no such file or directory",
            createError(missing));
        assertEquals("histogram log " + directory + ": cannot be written: Is a directory", createError(directory));
        assertFalse(Files.exists(missing));
    }

    private static String createError(final Path file)
    {
        return assertThrows(IOException.class,
            () -> HistogramLog.create(file, START_MS, "Relay", HistogramLogTest::unexpected)).getMessage();
    }

    static void writeTwoIntervals(final Path file) throws IOException
    {
        try (HistogramLog log = HistogramLog.create(file, START_MS, "Relay 0.1.0", HistogramLogTest::unexpected))
        {
            log.append(SMALL, START_MS, START_MS + 1_000, interval(1_000, 2_000));
            log.append(SITE_B, START_MS, START_MS + 1_000, interval(5_000_000));
            log.flush();
            log.append(SMALL, START_MS + 1_000, START_MS + 2_000, interval(LatencyRecorder.VALUE_MAX_NS));
        }
    }

    private static IntCountsHistogram interval(final long... valuesNs)
    {
        final LatencyRecorder recorder = new LatencyRecorder();
        for (final long valueNs : valuesNs)
        {
            recorder.recordNs(valueNs);
        }
        return recorder.drainAfterStop();
    }

    private static Histogram expected(final long... valuesNs)
    {
        final Histogram histogram = new Histogram(1, LatencyRecorder.VALUE_MAX_NS, LatencyRecorder.SIGNIFICANT_DIGITS);
        for (final long valueNs : valuesNs)
        {
            histogram.recordValue(valueNs);
        }
        return histogram;
    }

    private static long intervals(final Path file) throws IOException
    {
        final LogTotals totals = LogTotals.read(file, (tag) -> true, 0, Double.POSITIVE_INFINITY);
        assertNull(totals.damage());
        return totals.intervalCount();
    }
}
