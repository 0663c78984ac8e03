package relay.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cores as users and Linux write them: numbers and ranges, such as {@code 2-5,7}.
 */
final class CoreList
{
    static final String ALLOWED = "numbers and ranges, such as 2-5,7";

    /** As many as Linux supports; a longer list is a mistake, and could fill the memory. */
    private static final int CORES_MAX = 8_192;
    private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,4})\\s*(?:-\\s*([0-9]{1,4})\\s*)?");

    private CoreList()
    {
    }

    /**
     * @param text as written.
     * @return the cores in the order that they were written, with repetitions; or null if it is no such list.
     */
    static List<Integer> parse(final String text)
    {
        final List<Integer> cores = new ArrayList<>();
        for (final String part : text.split(",", -1))
        {
            final Matcher range = RANGE.matcher(part);
            if (!range.matches())
            {
                return null;
            }
            final int first = Integer.parseInt(range.group(1));
            final int last = null == range.group(2) ? first : Integer.parseInt(range.group(2));
            if (last < first)
            {
                return null;
            }
            if (cores.size() + last - first >= CORES_MAX)
            {
                return null;
            }
            for (int core = first; core <= last; core++)
            {
                cores.add(core);
            }
        }
        return cores;
    }

    /**
     * @param cores in any order.
     * @return the same as text, neighbours joined to ranges.
     */
    static String format(final Iterable<Integer> cores)
    {
        final Set<String> parts = new LinkedHashSet<>();
        int first = -1;
        int last = -1;
        for (final int core : cores)
        {
            if (first < 0 || core != last + 1)
            {
                addRange(parts, first, last);
                first = core;
            }
            last = core;
        }
        addRange(parts, first, last);
        return String.join(",", parts);
    }

    private static void addRange(final Set<String> parts, final int first, final int last)
    {
        if (first >= 0)
        {
            parts.add(first == last ? Integer.toString(first) : first + "-" + last);
        }
    }
}
