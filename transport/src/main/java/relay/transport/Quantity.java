package relay.transport;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One kind of quantity that users write as a number and a unit, such as {@code 4MiB}. Immutable, any thread.
 */
public final class Quantity
{
    /** Sizes, in bytes. */
    public static final Quantity SIZE = new Quantity("size", "B", 1, "KB", 1_000, "MB", 1_000_000, "GB", 1_000_000_000,
        "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    // The digits are few enough for every multiple of them to be exact, and too few to be expensive.
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([\\p{L}%]*)");

    private final String kind;
    private final Map<String, Long> multiples = new LinkedHashMap<>();

    /**
     * @param kind  what it is called in messages.
     * @param units the names of the units, each followed by its multiple of the smallest (an int or a long); aliases
     *              that messages need not list begin with a space.
     */
    public Quantity(final String kind, final Object... units)
    {
        this.kind = kind;
        for (int i = 0; i < units.length; i += 2)
        {
            multiples.put((String)units[i], ((Number)units[i + 1]).longValue());
        }
    }

    /**
     * @param text a number and a unit, such as {@code 1.5ms}.
     * @return in the smallest unit.
     * @throws IllegalArgumentException with a message of one line, when the text is anything else, has no unit, or is
     *                                  finer than the smallest unit.
     */
    public long parse(final String text)
    {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("bad " + kind + " " + UserText.quoted(text) +
                ": a number and a unit, one of " + units());
        }
        final String unit = matcher.group(2);
        final Long multiple = multiples.getOrDefault(unit, multiples.get(" " + unit));
        if (null == multiple)
        {
            throw new IllegalArgumentException(unit.isEmpty() ?
                kind + " " + UserText.quoted(text) + " has no unit: one of " + units() :
                "unknown unit " + UserText.quoted(unit) + " in " + kind + " " + UserText.quoted(text) + ": one of " +
                    units() + UserText.hint(unit, names()));
        }
        return scale(text, new BigDecimal(matcher.group(1)), multiple);
    }

    private long scale(final String text, final BigDecimal number, final long multiple)
    {
        final BigDecimal value = number.multiply(BigDecimal.valueOf(multiple)).stripTrailingZeros();
        if (value.scale() > 0)
        {
            throw new IllegalArgumentException(kind + " " + UserText.quoted(text) +
                " is too fine: fewer decimals, or a smaller unit");
        }
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0)
        {
            throw new IllegalArgumentException(kind + " " + UserText.quoted(text) + " is too large");
        }
        return value.longValueExact();
    }

    private String units()
    {
        return String.join(", ", names());
    }

    private List<String> names()
    {
        return multiples.keySet().stream().filter(unit -> unit.charAt(0) != ' ').toList();
    }
}
