package relay.transport.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Differentiated services code points (RFC 2474) as users write them. Stateless, any thread.
 */
public final class Dscp
{
    /** The answer to what is no code point. */
    public static final int NONE = -1;

    private static final int MAX = 63;

    /** By name: RFC 2474 (CS), RFC 2597 (AF), RFC 3246 (EF). */
    private static final Map<String, Integer> BY_NAME = byName();

    /** What may be written, for messages. */
    public static final String ALLOWED = "a number from 0 to 63 or one of " + String.join(", ", BY_NAME.keySet());

    private Dscp()
    {
    }

    /**
     * @param text a number or a name.
     * @return the code point, 0..63, or {@link #NONE}.
     */
    public static int parse(final String text)
    {
        final Integer named = BY_NAME.get(text);
        if (null != named)
        {
            return named;
        }
        return text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= MAX ? Integer.parseInt(text) : NONE;
    }

    private static Map<String, Integer> byName()
    {
        final Map<String, Integer> byName = new LinkedHashMap<>();
        byName.put("BE", 0);
        byName.put("EF", 46);
        for (int i = 0; i < 8; i++)
        {
            byName.put("CS" + i, i << 3);
        }
        for (int i = 1; i <= 4; i++)
        {
            for (int drop = 1; drop <= 3; drop++)
            {
                byName.put("AF" + i + drop, (i << 3) + (drop << 1));
            }
        }
        return byName;
    }
}
