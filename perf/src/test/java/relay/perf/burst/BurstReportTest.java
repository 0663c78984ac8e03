package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import relay.perf.outcome.HtmlWriter;
import relay.perf.outcome.Json;
import relay.perf.outcome.Outcome;

class BurstReportTest
{
    private static final Path DOCS = Path.of("..", "docs", "burst.md");
    /** Of their values the keys are reasons and tags, or are of another package. */
    private static final Set<String> OPEN = Set.of("machine", "ofRelayNs", "latencyNs", "latenessNs");

    @Test
    void shouldHaveNoKeyThatIsNotDocumented() throws IOException
    {
        final Set<String> keys = new TreeSet<>();
        collect(json(SampleResults.result()), keys);
        assertTrue(
            keys.containsAll(Set.of("loads", "inFlightMax", "rateRatio", "clause", "stallMaxNs")), keys::toString);
        final String docs = Files.readString(DOCS);
        keys.removeIf(key -> docs.contains("`" + key + "`") || docs.contains("`" + key + "[]`") ||
            "pool_exhausted".equals(key));
        assertEquals(Set.of(), keys);
    }

    @Test
    void shouldHaveNullForWhatIsUnknown()
    {
        final JsonObject unseen = load(SampleResults.unseen());
        assertTrue(unseen.get("account").isJsonNull());
        assertEquals(ExternalRelay.UNSEEN, unseen.get("obstacle").getAsString());
        final JsonObject unpaced = load(SampleResults.unpaced());
        assertTrue(unpaced.get("latencyNs").isJsonNull());
        assertTrue(unpaced.getAsJsonObject("sending").get("rateRatio").isJsonNull());
    }

    @Test
    void shouldShowCaveatsOnThePage()
    {
        final LoadResult unseen = SampleResults.unseen();
        assertTrue(LoadText.lines(unseen).contains("  WARNING: a <doubt>"), () -> LoadText.lines(unseen).toString());
        assertTrue(HtmlWriter.document(new Outcome("a page").words(LoadText.rows(unseen)))
            .contains(ExternalRelay.UNSEEN));
    }

    private static JsonObject json(final LoadResult result)
    {
        result.judged().add(Assertion.parse("drops=0").verdict(result));
        return JsonParser.parseString(Json.text(new BurstReport(
            "sensor", List.of("a relay"), null, List.of(), List.of(), List.of(result)))).getAsJsonObject();
    }

    private static JsonObject load(final LoadResult result)
    {
        return json(result).getAsJsonArray("loads").get(0).getAsJsonObject();
    }

    private static void collect(final JsonElement element, final Set<String> keys)
    {
        if (element.isJsonArray() && !element.getAsJsonArray().isEmpty())
        {
            collect(element.getAsJsonArray().get(0), keys);
        }
        if (element.isJsonObject())
        {
            element.getAsJsonObject().asMap().forEach((key, value) ->
            {
                keys.add(key);
                if (!OPEN.contains(key))
                {
                    collect(value, keys);
                }
            });
        }
    }
}
