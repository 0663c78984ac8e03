package relay.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import relay.config.Units;

/**
 * Reads quantities with units for picocli, whose own wording of a failure would name Java classes.
 */
final class Converters
{
    private Converters()
    {
    }

    private static long convert(final Function<String, Long> parser, final String text)
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
    static final class Duration implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.DURATION::parse, text);
        }
    }

    /** Bytes. */
    static final class Size implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.SIZE::parse, text);
        }
    }

    /** Bits a second. */
    static final class Rate implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String text)
        {
            return Converters.convert(Units.RATE::parse, text);
        }
    }
}
