package relay.perf.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RunningContestantTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldSayWhichContestantEndedBeforeAnythingCameThrough() throws Exception
    {
        assumeTrue(Shell.isInstalled("ip"), "no ip here");
        final Place nowhere = new Place("relaybench-nowhere", "in", "10.99.1.2", "out", "10.99.2.1", "10.99.2.2");
        final Contestant contestant = new Contestant("sleeper", "", Contestant.Core.RELAY, true, List.of(),
            scene -> List.of(Launch.of(scene.first(), "sleep", "60")));
        final Scene scene = new Scene(
            List.of(nowhere), Workload.ofSize(64), directory, directory, List.of(), directory, directory);

        try (RunningContestant running = RunningContestant.start(contestant, scene, 0))
        {
            final String message =
                assertThrows(ContestantException.class, () -> running.awaitReady(() -> false)).getMessage();
            assertTrue(message.startsWith("sleeper ended with exit status "), message);
            assertTrue(message.contains("relaybench-nowhere"), message);
        }
    }
}
