package relay.tools.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import relay.transport.udp.UdpTransports;

class PacedWarmUpTest
{
    private static final long DURATION_NS = 20_000_000;

    @Test
    void shouldWarmUpAndLeaveNothing()
    {
        assertTrue(PacedWarmUp.run(UdpTransports.best(), SystemNanoClock.INSTANCE, DURATION_NS) > 500);
        assertEquals(0, PacedWarmUp.run(UdpTransports.best(), SystemNanoClock.INSTANCE, 0));
    }
}
