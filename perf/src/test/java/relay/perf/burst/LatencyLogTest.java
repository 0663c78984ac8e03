package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.observe.IntervalLog;
import relay.observe.IntervalReader;

class LatencyLogTest
{
    private static final long START_MS = 1_700_000_000_000L;

    @Test
    void shouldHoldWhatTheRelayOfEachLoadRecordsOverTime(@TempDir final Path directory) throws IOException
    {
        final Path file = directory.resolve("loads.hlog");
        try (LatencyLog log = LatencyLog.create(file, "sensor"))
        {
            try (IntervalLog relay = log.ofRelay("1x"))
            {
                relay.append("residence.default.out", START_MS, START_MS + 1_000, SampleResults.latency(7, 10, 0, 0));
                log.ofLoad(new LoadPlan("1x", true, null))
                    .onInterval(START_MS, START_MS + 1_000, SampleResults.latency(9, 10, 0, 0));
                relay.append("residence.default.out", START_MS + 1_000, START_MS + 1_500,
                    SampleResults.latency(7, 5, 0, 0));
            }
            log.ofRelay("2x").append(
                "residence.default.out", START_MS + 2_000, START_MS + 3_000, SampleResults.latency(7, 20, 0, 0));
        }
        final List<String> lines = new ArrayList<>();
        try (IntervalReader reader = IntervalReader.open(file))
        {
            for (IntervalReader.Interval next = reader.next(); null != next; next = reader.next())
            {
                lines.add(String.format(Locale.ROOT, "%s %.1f: %d", next.tag(), next.startSec() - START_MS / 1e3,
                    next.histogram().getTotalCount()));
            }
        }
        assertEquals(List.of("residence.default.out.sensor.1x 0.0: 10", "latency.sensor.1x 0.0: 10",
            "residence.default.out.sensor.1x 1.0: 5", "residence.default.out.sensor.2x 2.0: 20"), lines);
    }
}
