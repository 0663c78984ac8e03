package relay.transport;

/**
 * A socket could not be opened. The message says what was tried, on which interface, what the system answered and how
 * to mend it.
 */
public class TransportException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final boolean isNotPermitted;

    /**
     * @param message one line for the user.
     * @param cause   what the system said.
     */
    public TransportException(final String message, final Throwable cause)
    {
        this(message, cause, false);
    }

    /**
     * @param message        one line for the user.
     * @param cause          what the system said.
     * @param isNotPermitted whether a privilege is missing.
     */
    public TransportException(final String message, final Throwable cause, final boolean isNotPermitted)
    {
        super(message, cause);
        this.isNotPermitted = isNotPermitted;
    }

    /**
     * @return whether a privilege is missing (EACCES, EPERM): another user could.
     */
    public boolean isNotPermitted()
    {
        return isNotPermitted;
    }
}
