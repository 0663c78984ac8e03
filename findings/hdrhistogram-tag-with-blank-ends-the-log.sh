#!/usr/bin/env bash
# HdrHistogram 2.2.2 (org.hdrhistogram:HdrHistogram): HistogramLogWriter says that a tag "cannot contain commas, spaces,
# or line breaks", and refuses "b c". It accepts "cc d": its check matches only tags of exactly three characters with the
# separator in the middle. HistogramLogReader, reading the file, takes the line of such a tag for the end of the log: it
# returns null for that interval and for every later one, without an exception.
#
# Seen: of three intervals, tagged "a", "cc d" and "e", the reader returns one; "b c" is refused.
# Fails if that changes. Needs Maven and a JDK 17 or later.
set -euo pipefail
version=2.2.2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mvn -B -q dependency:copy -Dartifact=org.hdrhistogram:HdrHistogram:$version -DoutputDirectory="$folder" -Dmdep.useBaseVersion=true
cat >"$folder/Probe.java" <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

public class Probe
{
    public static void main(final String[] args)
    {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        final HistogramLogWriter writer = new HistogramLogWriter(file);
        writer.outputLogFormatVersion();
        writer.outputLegend();
        int written = 0;
        for (final String tag : new String[]{"a", "cc d", "e"})
        {
            final Histogram histogram = new Histogram(3);
            histogram.recordValue(42);
            histogram.setStartTimeStamp(1_000L * written);
            histogram.setEndTimeStamp(1_000L * written + 1_000);
            histogram.setTag(tag);
            writer.outputIntervalHistogram(histogram);
            written++;
        }
        writer.close();
        final HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(file.toByteArray()));
        int read = 0;
        while (null != reader.nextIntervalHistogram())
        {
            read++;
        }
        System.out.println("written " + written + ", read " + read);
        final Histogram refused = new Histogram(3);
        refused.setTag("b c");
        try
        {
            writer.outputIntervalHistogram(refused);
            System.out.println("b c is written");
        }
        catch (final IllegalArgumentException ex)
        {
            System.out.println("b c is refused");
        }
    }
}
JAVA
seen=$(java -cp "$folder/HdrHistogram-$version.jar" "$folder/Probe.java")
echo "$seen"
[ "$seen" = "written 3, read 1
b c is refused" ] || { echo "changed" >&2; exit 1; }
