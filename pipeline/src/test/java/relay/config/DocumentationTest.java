package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import relay.config.yaml.ConfigError;
import relay.transport.endpoint.EndpointParser;

/** What the page about configuration shows is what is read. */
class DocumentationTest
{
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern URI_ROW = Pattern.compile("^\\| `(udp://[^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void shouldReadEveryFileThatIsShown() throws IOException
    {
        final List<String> files = find(YAML);
        assertEquals(4, files.size());
        for (final String file : files)
        {
            // eth0 and eth1 of the page become one interface here, so what they keep apart is kept apart by its groups
            final String here = file.replaceAll("interface=eth[0-9]", "interface=127.0.0.1");
            final ConfigResult result = ConfigReader.read("docs.yaml", here.getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of(), result.errors(), file);
            assertEquals(List.of(), result.warnings(), file);
        }
    }

    @Test
    void shouldReadEveryExample() throws IOException
    {
        try (DirectoryStream<Path> examples = Files.newDirectoryStream(EXAMPLES, "*.yaml"))
        {
            for (final Path example : examples)
            {
                final String here = Files.readString(example).replaceAll("interface=eth[0-9]", "interface=127.0.0.1");
                final ConfigResult result =
                    ConfigReader.read(example.toString(), here.getBytes(StandardCharsets.UTF_8));
                assertEquals(List.of(), result.errors());
                assertEquals(List.of(), result.warnings());
            }
        }
    }

    @Test
    void shouldReadEveryUriThatIsShown() throws IOException
    {
        final List<String> uris = find(URI_ROW);
        assertEquals(8, uris.size());
        uris.forEach(uri -> assertNotNull(EndpointParser.parse(uri), uri));
    }

    @Test
    void shouldShowEveryKey() throws IOException
    {
        final String page = Files.readString(PAGE);
        final ConfigResult unknown = ConfigReader.read("keys.yaml", """
            unknown:
            relay: { unknown: , reserve: { unknown: }, flight-recorder: { unknown: } }
            classes: { a: { unknown: , buffers: { unknown: } } }
            flows:
              a: { unknown: , override: { unknown: } }
              b: { from: "udp://239.1.1.1:1?unknown=1" }
              c: { from: "aeron:ipc?unknown=1" }
            destinations: { a: { unknown: } }
            feeds: { a: { unknown: , key: { unknown: } } }
            """.getBytes(StandardCharsets.UTF_8));
        final List<String> lists = unknown.errors().stream().map(ConfigError::message)
            .filter(message -> message.startsWith("unknown key")).toList();
        assertEquals(13, lists.size());
        for (final String list : lists)
        {
            for (final String key : list.substring(list.indexOf("one of ") + "one of ".length()).split(", "))
            {
                assertTrue(page.contains("`" + key + "`") || page.contains("`buffers: " + key + "`") ||
                    page.contains("### " + key + "\n"), key);
            }
        }
    }

    private static List<String> find(final Pattern pattern) throws IOException
    {
        return pattern.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();
    }
}
