package relay.observe;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;

/**
 * Reads a histogram log, plain or gzip, line by line. Unlike HdrHistogram's own reader, which stops without a word, it
 * says which line is damaged.
 */
public final class IntervalReader implements AutoCloseable
{
    private static final int GZIP_MAGIC_1 = 0x1F;
    private static final int GZIP_MAGIC_2 = 0x8B;
    private static final String START_TIME = "#[StartTime:";
    private static final String BASE_TIME = "#[BaseTime:";
    private static final String TAG = "Tag=";
    private static final int FIELD_COUNT = 4;
    // HdrHistogram's rule: a stamp a year or more before the start is relative to it
    private static final double RELATIVE_STAMP_AGE_SEC = 365 * 24 * 3600.0;

    private final BufferedReader lines;
    private int lineNumber;
    private double startSec = Double.NaN;
    private double baseSec = Double.NaN;

    private IntervalReader(final BufferedReader lines)
    {
        this.lines = lines;
    }

    /**
     * One line of a log.
     *
     * @param tag       or an empty text for a line without.
     * @param startSec  wall clock, in seconds since the epoch.
     * @param lengthSec of the interval.
     * @param histogram recorded values.
     */
    public record Interval(String tag, double startSec, double lengthSec, Histogram histogram)
    {
    }

    /**
     * @param file a histogram log, gzip or not whatever its name.
     * @return a reader at its first line.
     * @throws IOException if it cannot be opened.
     */
    public static IntervalReader open(final Path file) throws IOException
    {
        final BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        try
        {
            final InputStream in = isGzip(bytes) ? new GZIPInputStream(bytes) : bytes;
            return new IntervalReader(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        }
        catch (final IOException ex)
        {
            bytes.close();
            throw ex;
        }
    }

    /**
     * @return the next interval, or null at the end.
     * @throws DamagedLogException if the line is none; what was read before stands.
     */
    public Interval next() throws DamagedLogException
    {
        while (true)
        {
            final String line = readLine();
            if (null == line)
            {
                return null;
            }
            if (line.startsWith("#"))
            {
                readTimes(line);
            }
            else if (!line.isBlank() && !line.startsWith("\""))
            {
                return parse(line);
            }
        }
    }

    /**
     * @return wall clock of the log's start, in seconds since the epoch; NaN before the first interval.
     */
    public double startSec()
    {
        return startSec;
    }

    @Override
    public void close() throws IOException
    {
        lines.close();
    }

    private String readLine() throws DamagedLogException
    {
        lineNumber++;
        try
        {
            return lines.readLine();
        }
        catch (final IOException ex)
        {
            throw new DamagedLogException(lineNumber, "cannot be read: " + IoReason.of(ex));
        }
    }

    private void readTimes(final String line) throws DamagedLogException
    {
        if (line.startsWith(START_TIME) && Double.isNaN(startSec))
        {
            startSec = seconds(firstWord(line, START_TIME), "start time");
        }
        else if (line.startsWith(BASE_TIME))
        {
            baseSec = seconds(firstWord(line, BASE_TIME), "base time");
        }
    }

    private static String firstWord(final String line, final String prefix)
    {
        return line.substring(prefix.length()).strip().split("[\\s\\]]", 2)[0];
    }

    private Interval parse(final String line) throws DamagedLogException
    {
        String tag = "";
        String rest = line;
        if (line.startsWith(TAG) && line.indexOf(',') > 0)
        {
            tag = line.substring(TAG.length(), line.indexOf(','));
            rest = line.substring(line.indexOf(',') + 1);
        }
        final String[] fields = rest.split(",", FIELD_COUNT);
        if (FIELD_COUNT != fields.length)
        {
            throw new DamagedLogException(lineNumber,
                "is not a line of a histogram log: [Tag=TAG,]START,LENGTH,MAX,HISTOGRAM");
        }
        final double stampSec = seconds(fields[0], "start");
        final double lengthSec = seconds(fields[1], "length");
        return new Interval(tag, absolute(stampSec), lengthSec, decode(fields[FIELD_COUNT - 1].strip()));
    }

    private double absolute(final double stampSec)
    {
        if (Double.isNaN(startSec))
        {
            startSec = Double.isNaN(baseSec) ? stampSec : baseSec + stampSec;
        }
        if (Double.isNaN(baseSec))
        {
            baseSec = stampSec < startSec - RELATIVE_STAMP_AGE_SEC ? startSec : 0;
        }
        return baseSec + stampSec;
    }

    private double seconds(final String text, final String what) throws DamagedLogException
    {
        double value = Double.NaN;
        try
        {
            value = Double.parseDouble(text.strip());
        }
        catch (final NumberFormatException ignore)
        {
            // stays NaN, which is refused too when it is written so
        }
        if (!Double.isFinite(value))
        {
            throw new DamagedLogException(lineNumber, what + " '" + shorten(text) + "' is not a number of seconds");
        }
        return value;
    }

    private Histogram decode(final String base64) throws DamagedLogException
    {
        try
        {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
        }
        // a damaged length asks for any amount of memory
        catch (final DataFormatException | RuntimeException | OutOfMemoryError ex)
        {
            throw new DamagedLogException(lineNumber, "its histogram '" + shorten(base64) + "' is damaged");
        }
    }

    private static String shorten(final String text)
    {
        return text.length() <= 16 ? text : text.substring(0, 13) + "...";
    }

    private static boolean isGzip(final BufferedInputStream bytes) throws IOException
    {
        bytes.mark(2);
        final boolean result = GZIP_MAGIC_1 == bytes.read() && GZIP_MAGIC_2 == bytes.read();
        bytes.reset();
        return result;
    }
}
