package relay.perf.machine;

/**
 * The benchmark cannot go on; the message is for the user and says how to fix the cause.
 */
public class BenchException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    public BenchException(final String message)
    {
        super(message);
    }

    public BenchException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
