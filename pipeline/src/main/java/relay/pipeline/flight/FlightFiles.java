package relay.pipeline.flight;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of the files that flight recorders write, and which of them stay. The time comes first, so that their order is
 * that of their names. Owned by one thread.
 */
final class FlightFiles
{
    private static final String SUFFIX = ".pcapng";
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final String prefix;
    private final Pattern ours;
    private final int keep;
    private int number;

    /**
     * @param directory to write to.
     * @param relay     name of it.
     * @param keep      how many of this relay's files stay.
     */
    FlightFiles(final Path directory, final String relay, final int keep)
    {
        this.directory = directory;
        this.keep = keep;
        prefix = "flight-" + relay + "-";
        ours = Pattern.compile(Pattern.quote(prefix) + "\\d{8}T\\d{6}\\.\\d{3}Z-\\d{4,}-.*" + Pattern.quote(SUFFIX) +
            "(\\.part)?"); // of a relay that was killed
    }

    /**
     * @param ring to be written.
     * @return the file for it, which is not there yet.
     */
    Path next(final FlightRing ring)
    {
        Path file;
        do
        {
            number++;
            file = directory.resolve(prefix + TIME.format(instant(ring.triggerEpochNs())) +
                String.format(Locale.ROOT, "-%04d-", number) + ring.lane().label().replace(' ', '-') + "-" +
                ring.trigger().label() + SUFFIX);
        }
        while (Files.exists(file));
        return file;
    }

    /**
     * Deletes the oldest files of this relay that are too many, those of earlier runs too.
     *
     * @throws IOException if that is not possible.
     */
    void deleteOldest() throws IOException
    {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "flight-*"))
        {
            for (final Path file : all)
            {
                if (ours.matcher(file.getFileName().toString()).matches())
                {
                    files.add(file);
                }
            }
        }
        catch (final DirectoryIteratorException ex)
        {
            throw ex.getCause();
        }
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        for (int i = 0; i < files.size() - keep; i++)
        {
            Files.deleteIfExists(files.get(i));
        }
    }

    static Instant instant(final long epochNs)
    {
        return Instant.ofEpochSecond(0, epochNs);
    }
}
