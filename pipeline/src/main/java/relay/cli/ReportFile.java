package relay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import relay.observe.text.JsonText;
import relay.pipeline.Relay;
import relay.pipeline.RelayReport;

/**
 * Where the report goes: written to a file beside it first, so that a reader never sees half of one.
 */
final class ReportFile
{
    private final Path file;

    private ReportFile(final Path file)
    {
        this.file = file;
    }

    /**
     * @param file to write at the end.
     * @return ready to write.
     * @throws IOException with a message for people, if it cannot be written there.
     */
    static ReportFile create(final Path file) throws IOException
    {
        final Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory) || !Files.isWritable(directory) || Files.isDirectory(file))
        {
            throw new IOException("--report " + file + ": cannot be written there: " +
                (Files.isDirectory(file) ? "it is a directory" : directory + " is no directory, or not writable"));
        }
        return new ReportFile(file);
    }

    void write(final Relay relay) throws IOException
    {
        final Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, JsonText.pretty(RelayReport.of(relay)) + System.lineSeparator());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
