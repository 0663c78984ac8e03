package relay.tools.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import relay.tools.capture.CaptureTimes;

class TrafficProfileReaderTest
{
    static final List<String> SHIPPED = TrafficProfileReader.SHIPPED;

    private static final String WHOLE = """
        about: all keys
        flows:
          random: { groups: 2, sources: 3, rate: 1000, train: "1:50,2-5:50", spacing: 2us, length: 100-200 }
          frames: { every: 20ms, start: together, jitter: 1ms, train: 30, length: 1328, key: { every: 50, train: 99 } }
        phases: [{ for: 1s, factor: 0.5x }, { for: 500ms, factor: 1x, to: 4x }]
        surges: { every: 100ms, steps: [{ for: 1ms, factor: 10x }] }
        figures: { mean: 2000, peak-1ms: 40, peak-10ms: 90, train-mean: 3, train-longest: 9, over: 5s, tolerance: 20% }
        """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @FieldSource("SHIPPED")
    void shouldMeasureWhatAShippedProfileStates(final String name)
    {
        final TrafficProfile profile = TrafficProfileReader.shipped(name);
        final TrafficProfile.Figures figures = profile.figures();
        for (long seed = 1; seed <= 2; seed++)
        {
            final CaptureTimes times = profile.measure(seed, 1, figures.overNs());

            assertNear(name + " mean", figures, figures.meanRate(), times.meanRate());
            assertNear(name + " 1 ms", figures, figures.peak1Ms(), times.peaks().get(0).datagrams());
            assertNear(name + " 10 ms", figures, figures.peak10Ms(), times.peaks().get(1).datagrams());
            assertNear(name + " longest train", figures, figures.trainMax(), times.trains().longest());
            assertNear(name + " mean train", figures, figures.trainMean(),
                (double)times.trains().datagrams() / times.trains().count());
        }
        assertEquals(true, figures.meanRate() > 0 && figures.peak1Ms() > 0 && figures.peak10Ms() > 0, "it states none");
    }

    @Test
    void shouldReadAllKeys() throws Exception
    {
        final TrafficProfileResult result = read(WHOLE);

        assertEquals(List.of(), result.errors());
        final TrafficProfile profile = result.profile();
        assertEquals("all keys", profile.about());
        assertEquals(3, profile.groups());
        assertEquals(1_000 + 50 * (30 * 49 + 99) / 50.0, profile.meanRate(), 1e-6);
        assertEquals(List.of(new TrafficProfile.Step(1_000_000_000, 0.5, 0.5),
            new TrafficProfile.Step(500_000_000, 1, 4)), profile.phases());
        assertEquals(new TrafficProfile.Surges(100_000_000, List.of(new TrafficProfile.Step(1_000_000, 10, 10))),
            profile.surges());
        assertEquals(new TrafficProfile.Figures(2_000, 40, 90, 3, 9, 5_000_000_000L, 0.2), profile.figures());
        final TrafficProfile.Flow frames = profile.flows().get(1);
        assertEquals(20_000_000, frames.everyNs());
        assertEquals(true, frames.isAligned());
        assertEquals(1_000_000, frames.jitterNs());
        assertEquals(50, frames.keyEvery());
    }

    @Test
    void shouldReadWhatThePageShows() throws Exception
    {
        final String page = Files.readString(Path.of("..", "docs", "send-and-sink.md"));
        final int begin = page.indexOf("```yaml\n") + "```yaml\n".length();

        assertEquals(List.of(), read(page.substring(begin, page.indexOf("```", begin))).errors());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "flows: { a: { rate: 5, length: 99, size: 100 } }|1:36: unknown key 'size' in flow 'a': one of groups, " +
            "sources, rate, every, start, jitter, train, spacing, length, key",
        "flow: { a: 1 }|1:1: unknown key 'flow' in the profile: one of about, flows, phases, surges, figures; did " +
            "you mean 'flows'?",
        "flows: {}|1:1: no flows: at least one is needed",
        "flows: { a: { length: 100 } }|1:10: flow 'a' has neither 'rate' nor 'every': datagrams a second at random, " +
            "or the time from train to train",
        "flows: { a: { rate: 5, every: 1s, length: 100 } }|1:10: flow 'a' has both 'rate' and 'every': datagrams a " +
            "second at random, or the time from train to train",
        "flows: { a: { rate: 5, length: 39 } }|1:32: length of flow 'a': bad number '39': 40 to 65507",
        "flows: { a: { rate: 5, length: 100-60 } }|1:32: length of flow 'a': bad range '100-60': the least number " +
            "comes first",
        "flows: { a: { rate: 5, length: '100,60:1' } }|1:32: length of flow 'a': bad mix '100,60:1' at '100': up to " +
            "64 of NUMBER:WEIGHT or LEAST-MOST:WEIGHT, for example 1:50,2-5:30,6-40:20",
        "flows: { a: { rate: 5, length: 100, jitter: 1ms } }|1:37: jitter of flow 'a', which is random anyway: leave " +
            "it out, or give 'every' for 'rate'",
        "flows: { a: { every: 1s, length: 100, start: togther } }|1:46: unknown start 'togther': one of random, " +
            "together; did you mean 'together'?",
        "flows: { a: { groups: 3, sources: 2, rate: 5, length: 100 } }|1:35: sources of flow 'a' is '2': a number " +
            "from 3 to 16,384",
        "flows: { a: { rate: 5, length: 100, key: { every: 5 } } }|1:10: key of flow 'a' needs 'every' and 'train': " +
            "{ every: 50, train: 200 }",
    })
    void shouldSayWhatIsWrongAndWhere(final String yaml, final String complaint) throws Exception
    {
        final TrafficProfileResult result = read(yaml);

        assertNull(result.profile());
        assertEquals(directory.resolve("x.yaml") + ":" + complaint, result.errors().getFirst().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "phases: [{ for: 1s, factor: 0x }]|2:1: phases are all 0x: nothing would ever be sent",
        "phases: [{ for: 1s }]|2:10: a step of phases without 'for' or 'factor': a list of " +
            "{ for: TIME, factor: 1.5x } or { for:, factor:, to: }",
        "phases: [{ for: 1s, factor: 2 }]|2:29: factor of a step: factor '2' has no unit: one of x",
        "surges: { every: 1ms, steps: [{ for: 2ms, factor: 2x }] }|2:1: the steps of surges take 2000000 ns, which " +
            "is longer than 'every', 1000000 ns: lengthen that",
        "phases: []|2:9: phases is an empty list: a list of { for: TIME, factor: 1.5x } or { for:, factor:, to: }",
        "surges: { every: 2ms, steps: [{ for: 2ms, factor: 0x }] }|2:1: surges with a factor of 0x take 2000000 ns " +
            "of 'every', 2000000 ns: half of it at most, or nothing might ever be sent",
        "surges: { every: 1ms }|2:1: surges without 'every' or 'steps': { every: 1s, steps: [...] }",
        "figures: { peak: 5 }|2:12: unknown key 'peak' in figures: one of mean, peak-1ms, peak-10ms, train-mean, " +
            "train-longest, over, tolerance; did you mean 'mean'?",
    })
    void shouldSayWhatIsWrongBehindTheFlows(final String yaml, final String complaint) throws Exception
    {
        final TrafficProfileResult result = read("flows: { a: { rate: 5, length: 100 } }\n" + yaml);

        assertNull(result.profile());
        assertEquals(directory.resolve("x.yaml") + ":" + complaint, result.errors().getFirst().toString());
    }

    @Test
    void shouldSayThatThereIsNoFile()
    {
        final Path file = directory.resolve("none.yaml");

        assertEquals(file + ": no such file", TrafficProfileReader.read(file).errors().getFirst().toString());
    }

    private TrafficProfileResult read(final String yaml) throws IOException
    {
        final Path file = directory.resolve("x.yaml");
        Files.write(file, yaml.getBytes(StandardCharsets.UTF_8));
        return TrafficProfileReader.read(file);
    }

    private static void assertNear(
        final String what, final TrafficProfile.Figures figures, final double stated, final double measured)
    {
        if (stated > 0)
        {
            assertEquals(stated, measured, stated * figures.tolerance(), what);
        }
    }
}
