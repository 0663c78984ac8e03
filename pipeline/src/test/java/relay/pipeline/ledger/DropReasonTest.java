package relay.pipeline.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DropReasonTest
{
    private static final Path PAGE = Path.of("..", "docs", "report.md");
    private static final Pattern HEADING = Pattern.compile("^### `([^`]+)`$", Pattern.MULTILINE);
    private static final Pattern STAGE = Pattern.compile("^### `([^`]+)`\\s+(\\w+)", Pattern.MULTILINE);

    @Test
    void shouldDocumentEachReasonInOrder() throws IOException
    {
        final String page = Files.readString(PAGE);
        final String reasons = page.substring(page.indexOf("\n## Reasons\n"));
        final List<String> documented =
            HEADING.matcher(reasons).results().map(match -> match.group(1)).toList();

        assertEquals(Arrays.stream(DropReason.values()).map(DropReason::label).toList(), documented);
    }

    @Test
    void shouldDocumentTheStageThatDrops() throws IOException
    {
        final Map<String, String> documented = STAGE.matcher(Files.readString(PAGE)).results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2), (first, other) -> other));
        for (final DropReason reason : DropReason.values())
        {
            assertEquals(reason.stage().name(), documented.get(reason.label()).toUpperCase(Locale.ROOT),
                reason.label());
        }
    }
}
