package relay.perf.burst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;

class LatencyIntervalsTest
{
    private static final long START_MS = 1_700_000_000_000L;

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(3);
    private final List<String> taken = new ArrayList<>();
    private final LatencyIntervals intervals = new LatencyIntervals(recorder::getIntervalHistogram,
        (startMs, endMs, interval) -> taken.add(
            startMs - START_MS + " to " + (endMs - START_MS) + ": " + interval.getTotalCount()), START_MS);

    @Test
    void shouldBeginEachWhereTheOneBeforeItEnds()
    {
        recorder.recordValue(1);
        intervals.look(START_MS + 999);
        intervals.look(START_MS + 1_001);
        recorder.recordValue(2);
        recorder.recordValue(3);
        intervals.look(START_MS + 2_000);
        intervals.look(START_MS + 2_002);
        intervals.look(START_MS + 3_002); // nothing came
        recorder.recordValue(4);
        intervals.end(START_MS + 3_300);
        assertEquals(List.of("0 to 1001: 1", "1001 to 2002: 2", "3002 to 3300: 1"), taken);
        assertEquals(4, intervals.sum().getTotalCount());
    }
}
