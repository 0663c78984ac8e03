package relay.perf.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest
{
    @Test
    void shouldReadTheKernelsLists()
    {
        assertEquals(List.of(0), Cores.parseList("0\n"));
        assertEquals(List.of(0, 1, 2, 3, 8, 10, 11), Cores.parseList("0-3,8,10-11"));
    }

    @Test
    void shouldKeepAwayFromTheGeneratorsNeighbour()
    {
        assertEquals(new Cores(1, 0), Cores.choose(List.of(0, 1), List.of(0)));
        assertEquals(new Cores(2, 0), Cores.choose(List.of(0, 1, 2, 3), List.of(0, 1)));
        assertEquals(new Cores(3, 2), Cores.choose(List.of(2, 3), List.of(2, 3)));
        assertEquals(new Cores(5, 5), Cores.choose(List.of(5), List.of(5)));
    }
}
