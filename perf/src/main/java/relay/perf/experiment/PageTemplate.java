package relay.perf.experiment;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
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
    private final Map<String, Object> words = new HashMap<>();
    private final Map<String, UnaryOperator<Outcome>> blocks = new HashMap<>();

    PageTemplate(final String text)
    {
        this.text = text;
    }

    void put(final String place, final String word)
    {
        words.put(place, word);
    }

    /**
     * @param place where it stands alone.
     * @param block adds it to the page.
     */
    void put(final String place, final UnaryOperator<Outcome> block)
    {
        blocks.put(place, block);
    }

    /**
     * @param page to add everything to.
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
                blocks.get(place.group(1)).apply(page);
            }
            else
            {
                page.paragraph(place.replaceAll(
                    each -> Matcher.quoteReplacement(words.getOrDefault(each.group(1), each.group()).toString())));
            }
        }
        return page;
    }
}
