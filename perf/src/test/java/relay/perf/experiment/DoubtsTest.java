package relay.perf.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtsTest
{
    @Test
    void shouldHaveNoneOnAQuietMachine()
    {
        assertEquals(List.of(), Doubts.before(Fixtures.machine(List.of(0, 1), false, "performance", 0.4)));
    }

    @Test
    void shouldDoubtEachThatDisturbs()
    {
        assertDoubt("one core only", Doubts.before(Fixtures.machine(List.of(0), false, "", 0)));
        assertDoubt("something else runs here: load 0.60",
            Doubts.before(Fixtures.machine(List.of(0, 1), false, "", 0.6)));
        assertDoubt("the frequency governor is 'powersave'",
            Doubts.before(Fixtures.machine(List.of(0, 1), false, "powersave", 0)));
        assertDoubt("a virtual machine", Doubts.before(Fixtures.machine(List.of(0, 1), true, "", 0)));
    }

    @Test
    void shouldTellWhatTheHostTook()
    {
        final long[] before = {0, 100, 0, 0, 100, 0, 0, 0, 10};
        final long[] after = {0, 150, 0, 0, 140, 0, 0, 0, 20};
        assertEquals(0.1, Doubts.stolen(before, after), 1e-9);
        assertEquals(0, Doubts.stolen(before, before));
    }

    private static void assertDoubt(final String beginning, final List<String> doubts)
    {
        assertEquals(1, doubts.size());
        assertTrue(doubts.getFirst().startsWith(beginning), doubts::toString);
    }
}
