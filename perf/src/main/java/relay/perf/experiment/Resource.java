package relay.perf.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Texts that lie beside these classes.
 */
final class Resource
{
    private Resource()
    {
    }

    /**
     * @param name of the file.
     * @return its text.
     */
    static String text(final String name)
    {
        try (InputStream input = Resource.class.getResourceAsStream(name))
        {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
