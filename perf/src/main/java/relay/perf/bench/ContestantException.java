package relay.perf.bench;

/**
 * A contestant ended before its time, or let nothing through: the trouble is its own, not the benchmark's.
 */
public final class ContestantException extends BenchException
{
    private static final long serialVersionUID = 1L;

    ContestantException(final String message)
    {
        super(message);
    }
}
