package relay.perf.topology;

import relay.perf.machine.BenchException;

/**
 * A peer ended before its time, or let nothing through: the fault is the peer's, not the benchmark's.
 */
public final class PeerException extends BenchException
{
    private static final long serialVersionUID = 1L;

    PeerException(final String message)
    {
        super(message);
    }
}
