package relay.perf.topology;

import java.util.List;
import java.util.Map;

/**
 * The start of one process of a peer.
 *
 * @param hop         the place.
 * @param command     and its arguments; stops at SIGTERM.
 * @param environment variables to add.
 */
record Launch(Hop hop, List<String> command, Map<String, String> environment)
{
    static Launch of(final Hop hop, final List<String> command)
    {
        return new Launch(hop, command, Map.of());
    }
}
