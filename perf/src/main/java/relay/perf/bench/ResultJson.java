package relay.perf.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Results as JSON, for what does not use {@link relay.perf.outcome.Json} yet.
 */
public final class ResultJson
{
    /** As all results are written. */
    public static final Gson GSON =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private ResultJson()
    {
    }

    /**
     * @param file to write; readers meanwhile see the old one, or none.
     * @param text of it.
     * @throws IOException if it cannot be written.
     */
    public static void write(final Path file, final String text) throws IOException
    {
        final Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, text + System.lineSeparator());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
