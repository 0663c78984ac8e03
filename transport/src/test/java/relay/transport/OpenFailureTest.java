package relay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class OpenFailureTest
{
    private static final String WHAT = "cannot listen to 239.1.1.1:5000 on eth0";

    @Test
    void shouldNameTheLimitOnMemberships()
    {
        final TransportException ex = OpenFailure.of(WHAT, new SocketException("No buffer space available"));

        assertEquals(WHAT + ": No buffer space available: this socket may join no more groups: " +
            "raise net.ipv4.igmp_max_memberships" + OpenFailure.setting("/proc/sys/net/ipv4/igmp_max_memberships") +
            " with sysctl", ex.getMessage());
        assertFalse(ex.isNotPermitted());
    }

    @Test
    void shouldTellAMissingPrivilege()
    {
        final TransportException ex = OpenFailure.of(WHAT, new BindException("Permission denied"));

        assertEquals(WHAT + ": Permission denied: " +
            "ports below 1024 need root or CAP_NET_BIND_SERVICE: choose a higher one", ex.getMessage());
        assertTrue(ex.isNotPermitted());
    }

    @Test
    void shouldPassOnWhatItDoesNotKnow()
    {
        assertEquals(WHAT + ": something new", OpenFailure.of(WHAT, new SocketException("something new")).getMessage());
        assertEquals(WHAT + ": SocketException", OpenFailure.of(WHAT, new SocketException()).getMessage());
    }
}
