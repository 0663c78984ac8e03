package relay.tools.replay;

import picocli.CommandLine.ITypeConverter;
import relay.terminal.Converters;

/**
 * Reads the quantities of a replay for picocli.
 */
final class ReplayConverters
{
    private ReplayConverters()
    {
    }

    /** Replay speed relative to the capture. */
    static final class Speed implements ITypeConverter<Factor>
    {
        @Override
        public Factor convert(final String text)
        {
            return Converters.convert(Factor::parse, text);
        }
    }

    /** Replacement of destination addresses. */
    static final class Map implements ITypeConverter<AddressMap>
    {
        @Override
        public AddressMap convert(final String text)
        {
            return Converters.convert(AddressMap::parse, text);
        }
    }
}
