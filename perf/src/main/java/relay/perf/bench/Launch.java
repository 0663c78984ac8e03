package relay.perf.bench;

import java.util.List;
import java.util.Map;

/**
 * How one process of a contestant is started.
 *
 * @param place       where.
 * @param command     and its arguments; stops at SIGTERM.
 * @param environment variables to add.
 */
public record Launch(Place place, List<String> command, Map<String, String> environment)
{
    static Launch of(final Place place, final String... command)
    {
        return new Launch(place, List.of(command), Map.of());
    }
}
