package relay.config.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import relay.transport.endpoint.UserText;

/**
 * One of a few words, as users write them: the constants' names in lower case, with hyphens.
 *
 * @param <E> of the constants.
 */
public final class Choice<E extends Enum<E>>
{
    private final String key;
    private final E[] values;
    private final List<String> texts;

    /**
     * @param key    that it is the value of, for messages.
     * @param values that are allowed.
     */
    public Choice(final String key, final E[] values)
    {
        this.key = key;
        this.values = values;
        texts = Arrays.stream(values).map(Choice::text).toList();
    }

    public static String text(final Enum<?> value)
    {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String allowed()
    {
        return "one of " + String.join(", ", texts);
    }

    /**
     * @param text   as read, or null.
     * @param absent the answer to nothing, or to something that is not allowed.
     * @param errors told of what is not allowed.
     * @return the constant that is meant.
     */
    public E read(final Placed<String> text, final E absent, final ConfigErrors errors)
    {
        if (null == text)
        {
            return absent;
        }
        final int index = texts.indexOf(text.value());
        if (index < 0)
        {
            errors.error(text.place(), "unknown " + key + " " + UserText.quoted(text.value()) + ": " + allowed() +
                UserText.hint(text.value(), texts));
            return absent;
        }
        return values[index];
    }
}
