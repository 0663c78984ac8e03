package relay.perf.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Reasons to trust a run's numbers less. Made before the run, asked after it.
 */
public final class Caveats
{
    private static final double STOLEN_MAX = 0.01;
    private static final int CORES_MIN = 2;
    private static final int STOLEN = 8;
    private static final int FIELDS = 9;
    private static final Path STAT = Path.of("/proc/stat");
    private static final Path THROTTLED = Path.of("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count");

    private final Machine machine;
    private final long[] ticks = ticks();
    private final long throttled = throttled();

    /**
     * @param machine as it was before the run.
     */
    public Caveats(final Machine machine)
    {
        this.machine = machine;
    }

    /**
     * @return those known before anything ran, a line each.
     */
    public List<String> before()
    {
        return before(machine);
    }

    static List<String> before(final Machine machine)
    {
        final List<String> caveats = new ArrayList<>();
        if (machine.cores().size() < CORES_MIN)
        {
            caveats.add(
                "one core only: source and relay take it from each other; believe nothing that needs two threads");
        }
        caveats.addAll(machine.caveats());
        return caveats;
    }

    /**
     * @return those known after the run too.
     */
    public List<String> after()
    {
        final List<String> caveats = before();
        final double stolen = stolen(ticks, ticks());
        if (stolen > STOLEN_MAX)
        {
            caveats.add(String.format(Locale.ROOT,
                "%.1f %% of the processors' time was taken by the machine's host meanwhile", stolen * 100));
        }
        final long times = throttled() - throttled;
        if (times > 0)
        {
            caveats.add("the processor was throttled " + times + " times: it is too warm");
        }
        return caveats;
    }

    /**
     * @param before ticks by what they were spent on, as /proc/stat has them.
     * @param after  the same, later.
     * @return share of them that was stolen.
     */
    static double stolen(final long[] before, final long[] after)
    {
        final long total = LongStream.of(after).sum() - LongStream.of(before).sum();
        return 0 == total ? 0 : (double)(after[STOLEN] - before[STOLEN]) / total;
    }

    private static long[] ticks()
    {
        final long[] ticks = new long[FIELDS];
        final String[] fields = text(STAT).lines().findFirst().orElse("").split("\\s+");
        for (int i = 1; i < Math.min(FIELDS, fields.length); i++)
        {
            ticks[i] = Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static long throttled()
    {
        final String text = text(THROTTLED).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static String text(final Path file)
    {
        try
        {
            return Files.readString(file);
        }
        catch (final IOException ignore)
        {
            return "";
        }
    }
}
