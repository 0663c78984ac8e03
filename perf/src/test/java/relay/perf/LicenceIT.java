package relay.perf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both jars carry the licence and the notice of the repository. */
class LicenceIT
{
    @ParameterizedTest
    @CsvSource({
        "../pipeline/target/relay.jar,LICENSE", "../pipeline/target/relay.jar,NOTICE",
        "target/relay-perf.jar,LICENSE", "target/relay-perf.jar,NOTICE"})
    void shouldBeInTheJar(final Path jar, final String name) throws IOException
    {
        try (JarFile file = new JarFile(jar.toFile()))
        {
            assertNotNull(file.getEntry("META-INF/" + name), name);
            try (InputStream in = file.getInputStream(file.getEntry("META-INF/" + name)))
            {
                assertArrayEquals(Files.readAllBytes(Path.of("..", name)), in.readAllBytes(), name);
            }
        }
    }
}
