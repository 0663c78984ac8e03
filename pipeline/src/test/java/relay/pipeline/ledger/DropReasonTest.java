package relay.pipeline.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DropReasonTest
{
    private static final Path PAGE = Path.of("..", "docs", "report.md");
    private static final Pattern HEADING = Pattern.compile("^### `([^`]+)`$", Pattern.MULTILINE);

    @Test
    void shouldDocumentEachReasonInOrder() throws IOException
    {
        final String page = Files.readString(PAGE);
        final String reasons = page.substring(page.indexOf("\n## Reasons\n"));
        final List<String> documented =
            HEADING.matcher(reasons).results().map(match -> match.group(1)).toList();

        assertEquals(Arrays.stream(DropReason.values()).map(DropReason::label).toList(), documented);
    }
}
