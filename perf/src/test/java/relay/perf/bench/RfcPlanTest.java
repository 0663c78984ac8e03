package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RfcPlanTest
{
    @Test
    void shouldTryAsManyGroupsAsWereAskedFor()
    {
        assertEquals(List.of(64, 512, 4_096), RfcPlan.capacities(64, 8, 4_096));
        assertEquals(List.of(64, 512, 1_000), RfcPlan.capacities(64, 8, 1_000));
        assertEquals(List.of(64, 128, 256, 300), RfcPlan.capacities(64, 2, 300));
        assertEquals(List.of(64), RfcPlan.capacities(64, 2, 64));
    }
}
