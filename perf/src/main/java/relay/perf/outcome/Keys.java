package relay.perf.outcome;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Small maps that keep their order, for JSON and for the context of a {@link Measurement}.
 */
public final class Keys
{
    private Keys()
    {
    }

    /**
     * @param pairs a key, its value, the next key, its value.
     * @return the pairs in this order.
     */
    public static SequencedMap<String, Object> of(final Object... pairs)
    {
        final SequencedMap<String, Object> keys = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2)
        {
            keys.put((String)pairs[i], pairs[i + 1]);
        }
        return keys;
    }
}
