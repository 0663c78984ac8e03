package relay.perf.topology;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import relay.perf.machine.Shell;

@Timeout(30)
class RunningPeerTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldSayWhichPeerEndedBeforeAnythingCameThrough() throws Exception
    {
        assumeTrue(Shell.isInstalled("ip"), "no ip here");
        final Hop nowhere = new Hop("relaybench-nowhere", "in", "10.99.1.2", "out", "10.99.2.1", "10.99.2.2");

        try (RunningPeer running = RunningPeer.start(
            "sleeper", List.of(Launch.of(nowhere, List.of("sleep", "60"))), directory, 0))
        {
            final String message =
                assertThrows(PeerException.class, () -> running.awaitReady(() -> false)).getMessage();
            assertTrue(message.startsWith("sleeper ended with exit status "), message);
            assertTrue(message.contains("relaybench-nowhere"), message);
        }
    }
}
