package relay.perf.outcome;

/**
 * Text cannot be drawn because the system has no fonts.
 */
public final class MissingFontsException extends Exception
{
    private static final long serialVersionUID = 1L;

    MissingFontsException(final Throwable cause)
    {
        super("a PNG needs fonts and this system has none that Java can use (" + cause +
            "): install the packages fontconfig and fonts-dejavu-core, or write an SVG instead", cause);
    }
}
