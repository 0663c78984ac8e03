package relay.tools.capture;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real captures and what another program wrote down about each, in {@code expected.json} beside them. They are not part
 * of this project: they are looked for in {@code ../shared/captures}, seen from the project's directory, or where
 * system property {@code relay.captures} says.
 */
public final class Captures
{
    /** What is in each file. */
    public static final String EXPECTED = "expected.json";

    private static final String DIRECTORY_PROP_NAME = "relay.captures";
    /** Seen from the module, where tests run. */
    private static final String DIRECTORY_DEFAULT = "../../shared/captures";

    private Captures()
    {
    }

    /**
     * Skips the test if they are not there.
     *
     * @return where they are.
     */
    public static Path directory()
    {
        final Path directory =
            Path.of(System.getProperty(DIRECTORY_PROP_NAME, DIRECTORY_DEFAULT)).toAbsolutePath().normalize();
        assumeTrue(Files.isReadable(directory.resolve(EXPECTED)), () -> "no captures in " + directory + ": set -D" +
            DIRECTORY_PROP_NAME + " to where they are");
        return directory;
    }
}
