package relay.transport.endpoint;

import java.io.Serial;

/**
 * A URI that does not describe an endpoint. The message is one line: what was read, what is allowed.
 */
public final class EndpointException extends IllegalArgumentException
{
    @Serial
    private static final long serialVersionUID = 1L;

    private final int column;

    /**
     * @param column  where in the URI it is, 1 for its first character.
     * @param message what was read, what is allowed.
     */
    public EndpointException(final int column, final String message)
    {
        super(message);
        this.column = column;
    }

    /**
     * @return where in the URI it is, 1 for its first character.
     */
    public int column()
    {
        return column;
    }
}
