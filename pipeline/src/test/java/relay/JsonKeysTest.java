package relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.pipeline.RelayReport;

/**
 * The pages that document JSON against the records that it is written from.
 */
class JsonKeysTest
{
    private static final Path PAGES = Path.of("..", "docs");
    private static final Pattern HEADING = Pattern.compile("^### (.+)$", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("`(\\w+)(?:\\[\\])?`");

    @ParameterizedTest
    @CsvSource({
        "relay.pipeline.RelayReport, report.md, Keys",
        "relay.tools.capture.CaptureJson, captures.md, JSON",
        "relay.tools.hist.HistJson, histograms.md, JSON",
        "relay.tools.model.PlayJson, capacity.md, JSON",
        "relay.tools.model.PredictionJson, capacity.md, JSON",
        "relay.tools.record.RecordReport, recording.md, Accounting",
        "relay.tools.send.ProfileReport$Described, send-and-sink.md, Profiles",
        "relay.tools.sink.SinkReport, send-and-sink.md, relay sink"})
    void shouldDocumentEachKey(final String record, final String page, final String section) throws Exception
    {
        final Set<String> keys = new TreeSet<>();
        addKeys(Class.forName(record), keys);
        final String text = section(page, section);

        assertTrue(keys.size() > 5, keys::toString);
        assertEquals(List.of(), keys.stream().filter(key -> !hasWord(text, key)).toList());
    }

    @Test
    void shouldHaveEachHeadingOfTheReportAsKeyInOrder() throws IOException
    {
        final List<String> headings = new ArrayList<>();
        HEADING.matcher(section("report.md", "Keys")).results().forEach(
            heading -> KEY.matcher(heading.group(1)).results().forEach(key -> headings.add(key.group(1))));

        assertEquals(
            Arrays.stream(RelayReport.class.getRecordComponents()).map(JsonKeysTest::key).toList(), headings);
    }

    private static String section(final String page, final String section) throws IOException
    {
        final String text = Files.readString(PAGES.resolve(page));
        final int begin = text.indexOf("\n## " + section + "\n");
        final int end = text.indexOf("\n## ", begin + 1);
        assertTrue(begin >= 0, page + " has no section " + section);
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    private static boolean hasWord(final String text, final String word)
    {
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(word) + "(?![\\w]|\\.\\d)").matcher(text).find();
    }

    private static void addKeys(final Type type, final Set<String> keys)
    {
        if (type instanceof ParameterizedType of)
        {
            Arrays.stream(of.getActualTypeArguments()).forEach(each -> addKeys(each, keys));
        }
        else if (type instanceof Class<?> of && of.isRecord())
        {
            for (final RecordComponent component : of.getRecordComponents())
            {
                keys.add(key(component));
                addKeys(component.getGenericType(), keys);
            }
        }
    }

    private static String key(final RecordComponent component)
    {
        final SerializedName name = component.getAccessor().getAnnotation(SerializedName.class);
        return null == name ? component.getName() : name.value();
    }
}
