package relay.perf.bench;

/**
 * The benchmark cannot go on, or a contestant cannot; the message is for the user and says how to mend it.
 */
final class BenchException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    BenchException(final String message)
    {
        super(message);
    }

    BenchException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
