package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest
{
    private static final int DATAGRAM_LENGTH_MAX = 65_507;

    @Test
    void shouldSendEachMixedSizeToEachGroup()
    {
        final Workload mixed = Workload.mixed();
        final Set<Integer> pairs = new HashSet<>();
        for (int number = 0; number < mixed.sizes().size() * mixed.groups(); number++)
        {
            pairs.add(number % mixed.sizes().size() * mixed.groups() + number % mixed.groups());
        }

        assertEquals(mixed.sizes().size() * mixed.groups(), pairs.size());
        assertTrue(mixed.sizes().stream().allMatch(size -> size >= 100 && size <= 1_400), mixed.sizes()::toString);
        assertEquals(mixed, Workload.mixed());
    }

    @Test
    void shouldKeepTrainsWithinADatagram()
    {
        assertEquals("1,400 B", Workload.ofSize(1_400).name());
        for (final int size : new int[] {32, 100, 1_000, 1_400})
        {
            assertTrue(Workload.ofSize(size).trainOf(64) * size <= DATAGRAM_LENGTH_MAX);
        }
        assertEquals(46, Workload.ofSize(1_400).trainOf(64));
        assertEquals(16, Workload.ofSize(100).trainOf(16));
    }
}
