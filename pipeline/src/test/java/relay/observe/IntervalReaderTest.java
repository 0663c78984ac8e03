package relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalReaderTest
{
    @TempDir
    private Path directory;
    private Path file;
    private List<String> lines;

    @BeforeEach
    void writeLog() throws IOException
    {
        file = directory.resolve("relay.hlog");
        HistogramLogTest.writeTwoIntervals(file);
        lines = Files.readAllLines(file);
    }

    @Test
    void shouldNameTheDamagedLineAndKeepWhatCameBefore() throws IOException
    {
        assertDamage("Tag=a,1.0,2.0",
            "line 7: is not a line of a histogram log: [Tag=TAG,]START,LENGTH,MAX,HISTOGRAM");
        assertDamage("rubbish", "line 7: is not a line of a histogram log: [Tag=TAG,]START,LENGTH,MAX,HISTOGRAM");
        assertDamage("x,1.0,2.0,HISTF", "line 7: start 'x' is not a number of seconds");
        assertDamage("NaN,1.0,2.0,HISTF", "line 7: start 'NaN' is not a number of seconds");
        assertDamage("1.0,,2.0,HISTF", "line 7: length '' is not a number of seconds");
        assertDamage("1.0,1.0,2.0,HISTF", "line 7: its histogram 'HISTF' is damaged");
        assertDamage("#[BaseTime: today]", "line 7: base time 'today' is not a number of seconds");
        assertDamage(lines.get(6).substring(0, lines.get(6).length() - 9),
            "line 7: its histogram 'HISTFAAAACV42...' is damaged");
    }

    @Test
    void shouldReadWhatOtherToolsWrite() throws IOException
    {
        // absolute stamps, no tags, no base time, a comment in the middle, lines that end as on Windows
        final String histogram = lines.get(5).substring(lines.get(5).lastIndexOf(',') + 1);
        Files.writeString(file, "#[StartTime: 1441812279.474 (seconds since epoch), Wed Sep 09 08:24:39 PDT 2015]\r\n" +
            "\r\n1441812280.0,1.5,2.0," + histogram + "\r\n#a comment\r\n1441812281.5,1.0,2.0," + histogram + "\r\n");

        try (IntervalReader reader = IntervalReader.open(file))
        {
            final IntervalReader.Interval first = reader.next();
            assertEquals("", first.tag());
            assertEquals(1441812279.474, reader.startSec());
            assertEquals(1441812280.0, first.startSec());
            assertEquals(1.5, first.lengthSec());
            assertEquals(2, first.histogram().getTotalCount());
            assertEquals(1441812281.5, reader.next().startSec());
            assertNull(reader.next());
        }
    }

    @Test
    void shouldTakeEarlyStampsAsRelativeToTheStart() throws IOException
    {
        final String histogram = lines.get(5).substring(lines.get(5).lastIndexOf(',') + 1);
        Files.writeString(file, "#[StartTime: 1441812279.0 (seconds since epoch)]\n3.5,1.0,2.0," + histogram + "\n");

        try (IntervalReader reader = IntervalReader.open(file))
        {
            assertEquals(1441812282.5, reader.next().startSec());
        }
    }

    @Test
    void shouldSayThatACompressedFileEndsTooEarly() throws IOException
    {
        final Path gzip = directory.resolve("relay.hlog.gz");
        HistogramLogTest.writeTwoIntervals(gzip);
        final byte[] bytes = Files.readAllBytes(gzip);
        Files.write(gzip, Arrays.copyOf(bytes, bytes.length - 12));

        final LogTotals totals = readAll(gzip);
        assertEquals(2, totals.intervalCount());
        assertEquals("line 8: cannot be read: it ends too early", totals.damage());
    }

    @Test
    void shouldCutToARangeOfTime() throws IOException
    {
        assertEquals(2, LogTotals.read(file, (tag) -> true, 0, 1).intervalCount());
        final LogTotals late = LogTotals.read(file, (tag) -> true, 1, 10);
        assertEquals(1, late.intervalCount());
        assertEquals(1_763_888_401.25, late.startSec(), 1e-3);
        assertEquals(1.0, late.lengthSec(), 1e-3);
        assertEquals("[lifetime.market-data.small, residence.market-data.site-b]", late.tagsSeen().toString());
    }

    @Test
    void shouldNeverFailOtherwiseThanSayingWhatIsWrong() throws IOException
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 500; i++)
        {
            final byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = random.nextInt(4); j > 0 && bad.length > 0; j--)
            {
                bad[random.nextInt(bad.length)] = (byte)random.nextInt(256);
            }
            Files.write(file, bad);
            try
            {
                final LogTotals totals = readAll(file);
                assertTrue(totals.intervalCount() <= 3);
            }
            catch (final IOException | RuntimeException ex)
            {
                throw new AssertionError("seed=" + seed + " i=" + i + "\n" +
                    new String(bad, StandardCharsets.ISO_8859_1), ex);
            }
        }
    }

    @Test
    void shouldRefuseAMissingFile()
    {
        assertEquals("no such file or directory",
            IoReason.of(assertThrows(IOException.class, () -> readAll(directory.resolve("none")))));
    }

    private void assertDamage(final String line, final String damage) throws IOException
    {
        lines.set(6, line);
        Files.write(file, lines);
        final LogTotals totals = readAll(file);
        assertEquals(damage, totals.damage());
        assertEquals(1, totals.intervalCount());
        writeLog();
    }

    private static LogTotals readAll(final Path file) throws IOException
    {
        return LogTotals.read(file, (tag) -> true, 0, Double.POSITIVE_INFINITY);
    }
}
