package relay.config.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns bytes into YAML nodes, each with its line and column, and refuses what no configuration needs: anything but
 * UTF-8, deep nesting, aliases, several documents. The nodes are built by recursion, so the nesting is measured on the
 * parser's events first, which are not.
 */
public final class YamlSource
{
    public static final int LENGTH_MAX = 1 << 20;
    static final int DEPTH_MAX = 32;

    private final String source;
    private final String needed;
    private final ConfigErrors errors;
    private final LoadSettings settings;

    /**
     * @param source name of the file.
     * @param needed for messages: what it must have, "the sections flows and destinations".
     * @param errors told of what is wrong.
     */
    public YamlSource(final String source, final String needed, final ConfigErrors errors)
    {
        this.source = source;
        this.needed = needed;
        this.errors = errors;
        settings = LoadSettings.builder()
            .setLabel(source)
            .setCodePointLimit(LENGTH_MAX)
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .build();
    }

    public String name()
    {
        return source;
    }

    /**
     * @param bytes of the file.
     * @return its root, or null after reporting why there is none.
     */
    public Node read(final byte[] bytes)
    {
        final String text = decode(bytes);
        if (null == text || !isPrintable(text) || !isFlat(text))
        {
            return null;
        }
        try
        {
            final Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty())
            {
                errors.error(new Place(source, 1, 1), "the file is empty: at least " + needed);
            }
            return root.orElse(null);
        }
        catch (final YamlEngineException ex)
        {
            report(ex);
            return null;
        }
    }

    private String decode(final byte[] bytes)
    {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        final ByteBuffer input = ByteBuffer.wrap(bytes);
        final CharBuffer output = CharBuffer.allocate(bytes.length);
        final CoderResult result = decoder.decode(input, output, true);
        final String text = output.flip().toString();
        if (result.isError())
        {
            errors.error(placeOf(text, text.length()), String.format(Locale.ROOT,
                "byte 0x%02x is not UTF-8: save the file in UTF-8", bytes[input.position()]));
            return null;
        }
        return text;
    }

    private boolean isPrintable(final String text)
    {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i)))
        {
            final int codePoint = text.codePointAt(i);
            if (!StreamReader.isPrintable(codePoint))
            {
                errors.error(placeOf(text, i),
                    String.format(Locale.ROOT, "character U+%04X is not allowed", codePoint));
                return false;
            }
        }
        return true;
    }

    private boolean isFlat(final String text)
    {
        int depth = 0;
        try
        {
            for (final Event event : new Parse(settings).parseString(text))
            {
                switch (event.getEventId())
                {
                    case MappingStart, SequenceStart -> depth++;
                    case MappingEnd, SequenceEnd -> depth--;
                    case Alias ->
                    {
                        errors.error(placeOf(event.getStartMark()), "an alias: write the value out");
                        return false;
                    }
                    default ->
                    {
                        // scalars and document marks nest nothing
                    }
                }
                if (depth > DEPTH_MAX)
                {
                    errors.error(placeOf(event.getStartMark()),
                        "nested more than " + DEPTH_MAX + " deep: a configuration needs 4");
                    return false;
                }
            }
            return true;
        }
        catch (final YamlEngineException ex)
        {
            report(ex);
            return false;
        }
    }

    private void report(final YamlEngineException ex)
    {
        if (ex instanceof MarkedYamlEngineException marked)
        {
            final String context = null == marked.getContext() ? "" : marked.getContext() + ", ";
            errors.error(placeOf(marked.getProblemMark()), "not YAML: " + oneLine(context + marked.getProblem()));
        }
        else
        {
            errors.error(new Place(source, 1, 1), "not YAML: " + oneLine(String.valueOf(ex.getMessage())));
        }
    }

    private static String oneLine(final String text)
    {
        return text.lines().map(String::strip).reduce((left, right) -> left + " " + right).orElse("");
    }

    Place placeOf(final Optional<Mark> mark)
    {
        return new Place(source, mark.map(Mark::getLine).orElse(0) + 1, mark.map(Mark::getColumn).orElse(0) + 1);
    }

    private Place placeOf(final String text, final int index)
    {
        int line = 1;
        int lineBegin = 0;
        for (int i = 0; i < index; i++)
        {
            if (text.charAt(i) == '\n')
            {
                line++;
                lineBegin = i + 1;
            }
        }
        return new Place(source, line, text.codePointCount(lineBegin, index) + 1);
    }
}
