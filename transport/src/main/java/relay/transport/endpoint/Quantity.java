package relay.transport.endpoint;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One kind of quantity that users write as a number and a unit, such as {@code 4MiB}. Immutable, any thread.
 */
public final class Quantity
{
    /** Sizes, in bytes. */
    public static final Quantity SIZE = new Quantity("size",
        new Unit("B", 1), new Unit("KB", 1_000), new Unit("MB", 1_000_000), new Unit("GB", 1_000_000_000),
        new Unit("KiB", 1L << 10), new Unit("MiB", 1L << 20), new Unit("GiB", 1L << 30));

    // The digits are few enough for every multiple of them to be exact, and too few to be expensive.
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([\\p{L}%]*)");

    // Two characters that look alike; which one a keyboard gives depends on its layout.
    private static final char MICRO_SIGN = '\u00B5';
    private static final char GREEK_MU = '\u03BC';

    private final String kind;
    private final Map<String, Long> multiples = new LinkedHashMap<>();

    /**
     * @param name     as users write it.
     * @param multiple how many of the smallest unit it is.
     */
    public record Unit(String name, long multiple)
    {
    }

    /**
     * @param kind  what it is called in messages.
     * @param units in the order in which messages list them.
     */
    public Quantity(final String kind, final Unit... units)
    {
        this.kind = kind;
        for (final Unit unit : units)
        {
            multiples.put(unit.name(), unit.multiple());
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
        final String unit = matcher.group(2).replace(GREEK_MU, MICRO_SIGN);
        final Long multiple = multiples.get(unit);
        if (null == multiple)
        {
            throw new IllegalArgumentException(unit.isEmpty() ?
                kind + " " + UserText.quoted(text) + " has no unit: one of " + units() :
                "unknown unit " + UserText.quoted(unit) + " in " + kind + " " + UserText.quoted(text) + ": one of " +
                    units() + UserText.hint(unit, multiples.keySet()));
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
        return String.join(", ", multiples.keySet());
    }
}
