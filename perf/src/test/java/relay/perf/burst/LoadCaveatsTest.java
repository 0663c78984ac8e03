package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadCaveatsTest
{
    private static final LoadResult SOUND = SampleResults.result();

    @Test
    void shouldDoubtNothingThatIsSound()
    {
        assertEquals(List.of(), LoadCaveats.of(SOUND));
    }

    @Test
    void shouldDoubtASourceThatWasLate()
    {
        final LoadResult.Sending late =
            new LoadResult.Sending(1_000, 1_000, 0, 900, 1_000, SampleResults.latency(10_000, 980, 5_000_000, 20));
        assertEquals(List.of("the source did not keep its schedule (1 % was 5.00 ms late or more, the rate 90.000 % " +
            "of what was wanted): latencies are its own in part, and the load was not as wanted"),
            LoadCaveats.of(with(late, SOUND.sink(), SOUND.waits())));
    }

    @Test
    void shouldDoubtLossThatIsNotTheRelays()
    {
        final LoadResult.Sending failing =
            new LoadResult.Sending(990, 1_000, 10, 1_000, 1_000, SampleResults.latency(10_000, 990, 0, 0));
        final LoadResult.Sink full = new LoadResult.Sink(1_000, 980, 20, 0, 0, 0, 0, 980, 0, 3, 0, 10);
        assertEquals(List.of("10 sends of the source failed: they count as lost",
            "the sockets of the sink had no room for 10 datagrams, which the relay had sent: they count as lost; " +
            "raise net.core.rmem_max",
            "3 datagrams were sent to where no flow of the configuration listens: nothing was expected of them"),
            LoadCaveats.of(with(failing, full, SOUND.waits())));
    }

    @Test
    void shouldDoubtLatenciesOfThreadsWithoutACore()
    {
        assertEquals(List.of("threads that were ready to run had no core: source and sink for 20 ms, of 1 s; it " +
            "shows in the high percentiles"),
            LoadCaveats.of(with(SOUND.sending(), SOUND.sink(), new LoadResult.Waits(20_000_000, 0, 1_000_000_000))));
    }

    private static LoadResult with(
        final LoadResult.Sending sending, final LoadResult.Sink sink, final LoadResult.Waits waits)
    {
        return new LoadResult(SOUND.name(), SOUND.startMs(), sending, sink, SOUND.latency(), SOUND.account(), null,
            SOUND.ofRelayNs(), SOUND.series(), waits, List.of(), List.of());
    }
}
