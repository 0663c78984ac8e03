package relay.transport.endpoint;

import java.util.Collection;
import java.util.Locale;

/**
 * Shows users what they wrote, and what they may have meant. Stateless, any thread.
 */
public final class UserText
{
    private static final int QUOTED_LENGTH_MAX = 60;

    private UserText()
    {
    }

    /**
     * @param text as read, of any length and content.
     * @return the text in quotes on one line: cut when long, characters that do not print escaped.
     */
    public static String quoted(final String text)
    {
        final StringBuilder line = new StringBuilder(text.length() + 2).append('\'');
        for (int i = 0; i < text.length() && i < QUOTED_LENGTH_MAX; i++)
        {
            final char c = text.charAt(i);
            if (isPrintable(c))
            {
                line.append(c);
            }
            else
            {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int)c));
            }
        }
        return line.append(text.length() > QUOTED_LENGTH_MAX ? "...'" : "'").toString();
    }

    /**
     * @param word  as read.
     * @param valid what would have been right.
     * @return {@code "; did you mean 'x'?"} with the nearest valid word, or nothing when none is near.
     */
    public static String hint(final String word, final Collection<String> valid)
    {
        final String nearest = nearest(word, valid);
        return null == nearest ? "" : "; did you mean " + quoted(nearest) + "?";
    }

    /**
     * @param word  as read.
     * @param valid candidates.
     * @return the candidate with the fewest edits from the word, the first of equals; null when all need more edits
     * than a third of the word's length (at least one), or when the word is absurdly long.
     */
    public static String nearest(final String word, final Collection<String> valid)
    {
        if (word.length() > QUOTED_LENGTH_MAX)
        {
            return null;
        }
        String nearest = null;
        int distanceMin = Math.max(1, (word.length() + 2) / 3) + 1;
        for (final String candidate : valid)
        {
            if (Math.abs(candidate.length() - word.length()) < distanceMin)
            {
                final int distance = distance(word, candidate);
                if (distance < distanceMin)
                {
                    distanceMin = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest;
    }

    /** Edits (insert, delete, replace, swap of neighbours) between two words, letters of both cases being alike. */
    static int distance(final String left, final String right)
    {
        final String a = left.toLowerCase(Locale.ROOT);
        final String b = right.toLowerCase(Locale.ROOT);
        int[] before = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++)
        {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++)
            {
                final int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            final int[] spare = before;
            before = previous;
            previous = row;
            row = spare;
        }
        return previous[b.length()];
    }

    private static boolean isPrintable(final char c)
    {
        return switch (Character.getType(c))
        {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
