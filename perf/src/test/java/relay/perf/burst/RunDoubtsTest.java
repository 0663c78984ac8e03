package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunDoubtsTest
{
    private static final RunResult SOUND = Results.result();

    @Test
    void shouldDoubtNothingThatIsSound()
    {
        assertEquals(List.of(), RunDoubts.of(SOUND));
    }

    @Test
    void shouldDoubtASourceThatWasLate()
    {
        final RunResult.Sending late =
            new RunResult.Sending(1_000, 1_000, 0, 900, 1_000, Results.latency(10_000, 980, 5_000_000, 20));
        assertEquals(List.of("the source did not keep its schedule (1 % was 5.00 ms late or more, the rate 90.000 % of " +
            "what was wanted): latencies are its own in part, and the load was not as wanted"),
            RunDoubts.of(with(late, SOUND.sink(), SOUND.waits())));
    }

    @Test
    void shouldDoubtLossThatIsNotTheRelays()
    {
        final RunResult.Sending failing =
            new RunResult.Sending(990, 1_000, 10, 1_000, 1_000, Results.latency(10_000, 990, 0, 0));
        final RunResult.Sink full = new RunResult.Sink(1_000, 980, 20, 0, 0, 0, 0, 980, 0, 3, 0, 10);
        assertEquals(List.of("10 sends of the source failed: they count as lost",
            "the sockets of the sink had no room for 10 datagrams, which the relay had sent: they count as lost; raise " +
            "net.core.rmem_max",
            "3 datagrams were sent to where no flow of the configuration listens: nothing was expected of them"),
            RunDoubts.of(with(failing, full, SOUND.waits())));
    }

    @Test
    void shouldDoubtLatenciesOfThreadsWithoutACore()
    {
        assertEquals(List.of("threads that were ready to run had no core: source and sink for 20 ms, of 1 s; it shows in " +
            "the high percentiles"),
            RunDoubts.of(with(SOUND.sending(), SOUND.sink(), new RunResult.Waits(20_000_000, 0, 1_000_000_000))));
    }

    private static RunResult with(
        final RunResult.Sending sending, final RunResult.Sink sink, final RunResult.Waits waits)
    {
        return new RunResult(SOUND.name(), SOUND.startMs(), sending, sink, SOUND.latency(), SOUND.account(), null,
            SOUND.ofRelay(), SOUND.series(), waits, List.of());
    }
}
