package relay.transport.endpoint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The {@code key=value} pairs after a URI's question mark, in order.
 */
final class UriKeys
{
    private final Map<String, UriPart> values = new LinkedHashMap<>();

    /**
     * @param whole     URI, with or without a question mark.
     * @param separator between pairs.
     * @param intruder  the other syntax's separator, a likely mistake.
     * @param known     the keys that are allowed.
     */
    UriKeys(final UriPart whole, final char separator, final char intruder, final Collection<String> known)
    {
        final int question = whole.text().indexOf('?');
        int begin = question < 0 ? Integer.MAX_VALUE : question + 1;
        while (begin <= whole.text().length())
        {
            final int next = whole.text().indexOf(separator, begin);
            final int end = next < 0 ? whole.text().length() : next;
            add(whole.between(begin, end), separator, intruder, known);
            begin = end + 1;
        }
    }

    private void add(final UriPart pair, final char separator, final char intruder, final Collection<String> known)
    {
        final int equals = pair.text().indexOf('=');
        final UriPart key = equals < 0 ? pair : pair.to(equals);
        if (!known.contains(key.text()))
        {
            throw key.error((key.isEmpty() ? "a key is missing" : "unknown key " + key.quoted()) + ": one of " +
                String.join(", ", known) + UserText.hint(key.text(), known));
        }
        final UriPart value = equals < 0 ? pair.from(pair.text().length()) : pair.from(equals + 1);
        if (value.isEmpty())
        {
            throw key.error("key " + key.quoted() + " has no value: write " + key.text() + "=...");
        }
        final int stray = value.text().indexOf(intruder);
        if (stray >= 0)
        {
            throw value.from(stray).error("'" + intruder + "' in the value of " + key.quoted() +
                ": keys are separated by '" + separator + "' here");
        }
        if (values.put(key.text(), value) != null)
        {
            throw key.error("key " + key.quoted() + " is repeated: give it once");
        }
    }

    Map<String, UriPart> values()
    {
        return values;
    }

    <T> T get(final String key, final T absent, final Function<UriPart, T> parser)
    {
        final UriPart value = values.get(key);
        return null == value ? absent : parser.apply(value);
    }
}
