package relay.perf.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.perf.outcome.Outcome;

/**
 * The words of a page, from a text with headings ({@code # ...}), paragraphs, and places for what was measured
 * ({@code {name}}): words within a paragraph, or a table or chart that stands alone.
 */
final class PageTemplate
{
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");
    private static final String HEADING = "# ";

    private final String text;
    private final Map<String, String> words = new HashMap<>();
    private final Map<String, Consumer<Outcome>> blocks = new HashMap<>();

    /**
     * @param resource beside this class.
     */
    PageTemplate(final String resource)
    {
        try (InputStream input = PageTemplate.class.getResourceAsStream(resource))
        {
            text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    void put(final String place, final String word)
    {
        words.put(place, word);
    }

    /**
     * @param place where it stands alone.
     * @param block adds it to the page.
     */
    void put(final String place, final Consumer<Outcome> block)
    {
        blocks.put(place, block);
    }

    /**
     * @param page to add all to.
     * @return the page.
     */
    Outcome writeTo(final Outcome page)
    {
        for (final String part : text.strip().split("\n\n"))
        {
            final Matcher place = PLACE.matcher(part);
            if (part.startsWith(HEADING))
            {
                page.heading(part.substring(HEADING.length()));
            }
            else if (place.matches() && blocks.containsKey(place.group(1)))
            {
                blocks.get(place.group(1)).accept(page);
            }
            else
            {
                page.paragraph(place.replaceAll(each -> Matcher.quoteReplacement(word(each.group(1)))));
            }
        }
        return page;
    }

    private String word(final String place)
    {
        if (!words.containsKey(place))
        {
            throw new IllegalStateException("nothing for place {" + place + "}");
        }
        return words.get(place);
    }
}
