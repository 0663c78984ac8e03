package relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents at the root point to exists. */
class ContributingTest
{
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\((?!https?:)([^)#]+)[^)]*\\)");
    private static final Pattern ROW = Pattern.compile("^\\| (?!to change|---).* \\|$");

    @ParameterizedTest
    @ValueSource(strings = {"CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"})
    void shouldLinkToFilesThatExist(final String document) throws IOException
    {
        final List<String> broken = links(Files.readString(ROOT.resolve(document))).stream().map(link -> link.group(2))
            .filter(target -> Files.notExists(ROOT.resolve(target))).toList();
        assertEquals(List.of(), broken);
    }

    @Test
    void shouldNameOneClassForEachChange() throws IOException
    {
        final List<String> rows = Files.readAllLines(ROOT.resolve("CONTRIBUTING.md")).stream()
            .filter(line -> ROW.matcher(line).matches()).toList();
        assertTrue(rows.size() >= 10, rows::toString);
        for (final String row : rows)
        {
            final List<MatchResult> links = links(row);
            assertEquals(1, links.size(), row);
            assertTrue(links.getFirst().group(2).endsWith("/" + links.getFirst().group(1) + ".java"), row);
        }
    }

    private static List<MatchResult> links(final String text)
    {
        return LINK.matcher(text).results().toList();
    }
}
