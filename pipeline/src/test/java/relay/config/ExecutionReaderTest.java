package relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.config.yaml.ConfigError;
import relay.config.yaml.ConfigErrors;

class ExecutionReaderTest
{
    private static final List<Integer> CORES = List.of(0, 2, 3, 4, 7);

    private final ConfigErrors errors = new ConfigErrors();

    @Test
    void shouldTakeFromTheProfileWhatIsNotGiven()
    {
        assertReads("profile laptop, layout compact, workers 1, idle backoff, any core, io auto",
            Map.of("profile", "laptop"));
        assertReads("profile server, layout staged, workers 1, idle backoff, any core, io auto",
            Map.of("profile", "server"));
        assertReads("profile low-latency, layout dedicated, workers 1, idle busy-spin, cores 2-4, io auto",
            Map.of("profile", "low-latency", "cores", "2-4"));
    }

    @Test
    void shouldPreferWhatIsGiven()
    {
        assertReads("profile low-latency, layout compact, workers 3, idle yield, any core, io portable",
            Map.of("profile", "low-latency", "layout", "compact", "workers", "3", "idle", "yield", "io", "portable"));
        assertReads("profile server, layout staged, workers 64, idle busy-spin, cores 7,0,2, io native",
            Map.of("profile", "server", "workers", "64", "idle", "busy-spin", "cores", "7, 0,2", "io", "native"));
    }

    @Test
    void shouldChooseTheProfileByTheMachine()
    {
        assertEquals(Profile.byDefault(), read(CORES, Map.of()).profile());
        assertTrue(errors.isEmpty());
    }

    @Test
    void shouldRefuseCoresThatAreNotAllowed()
    {
        assertRefuses("--cores: no core 1 for this process: there are 0,2-4,7", Map.of("cores", "0-2"));
        assertRefuses("--cores: no core 8 for this process: there are 0,2-4,7", Map.of("cores", "7,8"));
        assertRefuses("--cores: core 3 is repeated in cores: once is enough", Map.of("cores", "2-4,3"));
        assertRefuses("--cores: bad cores '4-2': numbers and ranges, such as 2-5,7", Map.of("cores", "4-2"));
        assertRefuses("--cores: bad cores '': numbers and ranges, such as 2-5,7", Map.of("cores", ""));
        assertRefuses("--cores: bad cores '2;3': numbers and ranges, such as 2-5,7", Map.of("cores", "2;3"));
        assertRefuses("--cores: bad cores '99999': numbers and ranges, such as 2-5,7", Map.of("cores", "99999"));
    }

    @Test
    void shouldRefuseToSpinWithoutCores()
    {
        assertRefuses("--idle: idle busy-spin needs cores, since its threads never sleep: give idle: backoff, or " +
            "cores: there are 0,2-4,7", Map.of("idle", "busy-spin"));
        assertRefuses("--profile: profile low-latency needs cores, since its threads never sleep: give idle: " +
            "backoff, or cores: there are 0,2-4,7", Map.of("profile", "low-latency"));
        assertRefuses("--cores: no core 9 for this process: there are 0,2-4,7",
            Map.of("idle", "busy-spin", "cores", "9"));
    }

    @Test
    void shouldSayWhenTheSystemDoesNotTellItsCores()
    {
        read(List.of(), Map.of("cores", "0"));
        assertEquals("--cores: no core 0 for this process: this system does not tell which there are, so leave cores " +
            "out",
            errors.errors().getFirst().toString());
    }

    @Test
    void shouldRefuseOtherWords()
    {
        assertRefuses("--workers: workers is 'many': a number from 1 to 64", Map.of("workers", "many"));
        assertRefuses("--idle: unknown idle 'BACKOFF': one of backoff, sleep, yield, busy-spin; did you mean " +
            "'backoff'?",
            Map.of("idle", "BACKOFF"));
        assertRefuses("--profile: unknown profile 'lowlatency': one of laptop, server, low-latency; did you mean " +
            "'low-latency'?", Map.of("profile", "lowlatency"));
    }

    @Test
    void shouldReadWhichCoresTheKernelAllows()
    {
        assertEquals(List.of(0, 1, 4), AllowedCores.of(List.of("Name:\tjava", "Cpus_allowed:\t13",
            "Cpus_allowed_list:\t0-1,4", "Mems_allowed_list:\t0")));
        assertEquals(List.of(), AllowedCores.of(List.of("Name:\tjava")));
        assertEquals(List.of(), AllowedCores.of(List.of("Cpus_allowed_list:\t")));
    }

    @Test
    void shouldReadAndFormatLists()
    {
        assertEquals(List.of(2, 3, 4, 5, 7), CoreList.parse("2-5,7"));
        assertEquals(List.of(3, 3), CoreList.parse("3-3,3"));
        Stream.of("", ",", "1,", "-1", "1-2-3", "a", "0x1", "1 2", "0-8192", "0-8000,0-8000")
            .forEach(text -> assertNull(CoreList.parse(text), text));
        assertEquals(8_192, CoreList.parse("0-8191").size());
        assertEquals("2-5,7", CoreList.format(List.of(2, 3, 4, 5, 7)));
        assertEquals("7,2-3,0", CoreList.format(List.of(7, 2, 3, 0)));
        assertEquals("", CoreList.format(List.of()));
    }

    @Test
    void shouldLetOptionsWinOverTheFile(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("f.yaml");
        Files.writeString(file, """
            relay: { profile: laptop, layout: staged, workers: 2, io: portable }
            flows: { a: { from: "udp://239.1.1.1:5000", to: x } }
            destinations: { x: { to: "udp://239.2.2.2:6000" } }
            """);
        assertEquals("profile server, layout dedicated, workers 2, idle backoff, any core, io portable",
            ConfigReader.read(file, Map.of("profile", "server", "layout", "dedicated"))
                .config().execution().toString());
        assertEquals(List.of("--layout: unknown layout 'x': one of compact, staged, dedicated"),
            ConfigReader.read(file, Map.of("layout", "x")).errors().stream().map(ConfigError::toString).toList());
    }

    private Execution read(final List<Integer> cores, final Map<String, String> options)
    {
        return new ExecutionReader(cores, errors).read(ExecutionReader.placed(options));
    }

    private void assertReads(final String expected, final Map<String, String> options)
    {
        assertEquals(expected, read(CORES, options).toString());
        assertEquals(List.of(), errors.errors());
    }

    private static void assertRefuses(final String expected, final Map<String, String> options)
    {
        final ConfigErrors errors = new ConfigErrors();
        new ExecutionReader(CORES, errors).read(ExecutionReader.placed(options));
        assertEquals(List.of(expected), errors.errors().stream().map(ConfigError::toString).toList());
    }
}
