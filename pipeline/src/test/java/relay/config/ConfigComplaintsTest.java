package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import relay.config.yaml.ConfigError;

/**
 * Every complaint about a configuration, word for word and with its place, from the table {@code complaints.txt}: a
 * title, a configuration, and the lines that are printed about it without the file's name.
 */
class ConfigComplaintsTest
{
    record Case(String title, String yaml, String complaints)
    {
        @Override
        public String toString()
        {
            return title;
        }
    }

    static List<Case> cases() throws IOException
    {
        final String text;
        try (InputStream table = ConfigComplaintsTest.class.getResourceAsStream("complaints.txt"))
        {
            text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
        }
        final List<Case> cases = new ArrayList<>();
        for (final String block : text.substring("===== ".length()).split("\n===== "))
        {
            final int title = block.indexOf('\n');
            final int rule = block.indexOf("\n-----\n");
            cases.add(new Case(block.substring(0, title), block.substring(title + 1, rule + 1),
                block.substring(rule + "\n-----\n".length()).strip()));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldReportAllOfItWithPlaces(final Case bad)
    {
        final ConfigResult result = ConfigReader.read("f.yaml", bad.yaml().getBytes(StandardCharsets.UTF_8));
        final Stream<String> errors = result.errors().stream().map(each -> line("error", each));
        final Stream<String> warnings = result.warnings().stream().map(each -> line("warning", each));
        assertEquals(bad.complaints(), String.join("\n", Stream.concat(errors, warnings).toList()));
        if (!result.errors().isEmpty())
        {
            assertNull(result.config(), "nothing escapes from a bad file");
        }
    }

    private static String line(final String kind, final ConfigError error)
    {
        final String text = error.toString();
        assertTrue(text.startsWith("f.yaml:"), text);
        assertEquals(1, text.lines().count(), text);
        // the interfaces that there are differ from machine to machine
        return kind + " " + text.substring("f.yaml:".length()).replaceFirst("there are .*", "there are ...");
    }
}
