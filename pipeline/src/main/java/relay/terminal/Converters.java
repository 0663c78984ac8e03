package relay.terminal;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import relay.config.Units;

/**
 * Reads quantities with units for picocli, whose own wording of a failure would name Java classes.
 */
public final class Converters
{
    private Converters()
    {
    }

    /**
     * @param parser throws an {@link IllegalArgumentException} with the message for the user.
     * @param text   as the user wrote it.
     * @return the value.
     */
    public static <T> T convert(final Function<String, T> parser, final String text)
    {
        try
        {
            return parser.apply(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new TypeConversionException(ex.getMessage());
        }
    }

    /** Nanoseconds. */
    public static final class Duration implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.DURATION::parse, text);
        }
    }

    /** Bytes. */
    public static final class Size implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.SIZE::parse, text);
        }
    }

    /** Bits a second. */
    public static final class Rate implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.RATE::parse, text);
        }
    }

    /** How many times as much, in millionths. */
    public static final class Scale implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.FACTOR::parse, text);
        }
    }
}
