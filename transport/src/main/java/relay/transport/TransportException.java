package relay.transport;

/**
 * A socket could not be opened. The message says what was tried, on which interface, what the system answered and how
 * to mend it.
 */
public final class TransportException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line for the user.
     */
    public TransportException(final String message)
    {
        super(message);
    }

    /**
     * @param message one line for the user.
     * @param cause   what the system said.
     */
    public TransportException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
