package relay.perf.bench;

/**
 * The benchmark cannot go on, or one of its programs cannot; the message is for the user and
 * says how to mend it.
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
