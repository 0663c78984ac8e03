package relay.observe;

import java.io.IOException;

/**
 * A line of a histogram log is not what it should be.
 */
public final class DamagedLogException extends IOException
{
    private static final long serialVersionUID = 1L;

    DamagedLogException(final int lineNumber, final String what)
    {
        super("line " + lineNumber + ": " + what);
    }
}
