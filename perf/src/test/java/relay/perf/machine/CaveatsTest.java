package relay.perf.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaveatsTest
{
    @Test
    void shouldHaveNoneOnAQuietMachine()
    {
        assertEquals(List.of(), Caveats.before(machine(List.of(0, 1), false, "performance", 0.4)));
    }

    @Test
    void shouldHaveOneForEachThatDisturbs()
    {
        assertCaveat("one core only", Caveats.before(machine(List.of(0), false, "", 0)));
        assertCaveat("something else runs here: load 0.60",
            Caveats.before(machine(List.of(0, 1), false, "", 0.6)));
        assertCaveat("the frequency governor is 'powersave'",
            Caveats.before(machine(List.of(0, 1), false, "powersave", 0)));
        assertCaveat("this is a virtual machine", Caveats.before(machine(List.of(0, 1), true, "", 0)));
    }

    @Test
    void shouldMeasureTheTimeThatTheHostTook()
    {
        final long[] before = {0, 100, 0, 0, 100, 0, 0, 0, 10};
        final long[] after = {0, 150, 0, 0, 140, 0, 0, 0, 20};
        assertEquals(0.1, Caveats.stolen(before, after), 1e-9);
        assertEquals(0, Caveats.stolen(before, before));
    }

    private static void assertCaveat(final String beginning, final List<String> caveats)
    {
        assertEquals(1, caveats.size());
        assertTrue(caveats.getFirst().startsWith(beginning), caveats::toString);
    }

    private static Machine machine(
        final List<Integer> cores, final boolean isVirtual, final String governor, final double load)
    {
        return new Machine("6.18", "a processor", cores, List.of(0), isVirtual, governor, "25.0.3", "abc", load);
    }
}
