package relay.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import relay.transport.UserText;

/**
 * Layouts as users write them: the constants' names in lower case.
 */
final class Layouts
{
    /** Below as many cores, threads that poll take each other's time. */
    private static final int STAGED_CORES_MIN = 4;

    private static final List<String> NAMES =
        Arrays.stream(Layout.values()).map(layout -> layout.name().toLowerCase(Locale.ROOT)).toList();

    static final String ALLOWED = "one of " + String.join(", ", NAMES);

    private Layouts()
    {
    }

    static Layout byDefault()
    {
        return Runtime.getRuntime().availableProcessors() < STAGED_CORES_MIN ? Layout.COMPACT : Layout.STAGED;
    }

    /**
     * @param text as read.
     * @return the layout, or null if it is none.
     */
    static Layout parse(final String text)
    {
        final int index = NAMES.indexOf(text);
        return index < 0 ? null : Layout.values()[index];
    }

    static String complaint(final String text)
    {
        return "unknown layout " + UserText.quoted(text) + ": " + ALLOWED + UserText.hint(text, NAMES);
    }
}
