package relay.pipeline.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VerdictTest
{
    @Test
    void shouldSayWhatBecomesOfAPacket()
    {
        assertFalse(Verdict.isDropped(Verdict.FORWARD));
        assertTrue(Verdict.isDropped(Verdict.POLICED));
        assertEquals(-1, Verdict.dscp(Verdict.FORWARD));
        assertEquals(-1, Verdict.dscp(Verdict.POLICED));
        for (int dscp = 0; dscp < 64; dscp++)
        {
            assertFalse(Verdict.isDropped(Verdict.remark(dscp)));
            assertEquals(dscp, Verdict.dscp(Verdict.remark(dscp)));
        }
    }

    @Test
    void shouldPutPolicedBeforeTheClassesDscpAndThatBeforeTheFlows()
    {
        final int ofFlow = Verdict.remark(1);
        final int ofClass = Verdict.remark(2);
        assertEquals(Verdict.FORWARD, Verdict.worse(Verdict.FORWARD, Verdict.FORWARD));
        assertEquals(ofFlow, Verdict.worse(ofFlow, Verdict.FORWARD));
        assertEquals(ofClass, Verdict.worse(Verdict.FORWARD, ofClass));
        assertEquals(ofClass, Verdict.worse(ofFlow, ofClass));
        assertEquals(Verdict.POLICED, Verdict.worse(ofFlow, Verdict.POLICED));
    }
}
