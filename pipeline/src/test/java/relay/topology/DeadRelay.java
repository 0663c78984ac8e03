package relay.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import relay.pipeline.RunningRelay;

/**
 * What a relay that was killed had counted: its counters are in a mapped file, which survives the process, until the
 * relay is started again.
 */
final class DeadRelay
{
    private final Map<String, Long> counters;

    private DeadRelay(final Map<String, Long> counters)
    {
        this.counters = counters;
    }

    /**
     * @param relay full name.
     * @return its counters.
     */
    static DeadRelay read(final String relay)
    {
        try
        {
            final List<RunningRelay> runs = RunningRelay.find().stream().filter(run -> run.relay().equals(relay))
                .toList();
            assertEquals(1, runs.size(), () -> "what " + relay + " left: " + runs);
            assertFalse(runs.getFirst().isRunning());
            return new DeadRelay(runs.getFirst().values());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * @param label of a counter.
     * @return its value.
     */
    long count(final String label)
    {
        return counters.get(label);
    }

    @Override
    public String toString()
    {
        return counters.toString();
    }
}
