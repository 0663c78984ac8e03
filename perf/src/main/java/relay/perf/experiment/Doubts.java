package relay.perf.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import relay.perf.bench.Machine;
import relay.perf.bench.Shell;

/**
 * What makes a run's numbers worth less. Made before the run, asked after it.
 */
public final class Doubts
{
    private static final double LOAD_MAX = 0.5;
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
    public Doubts(final Machine machine)
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
        final List<String> doubts = new ArrayList<>();
        if (machine.cores().size() < CORES_MIN)
        {
            doubts.add(
                "one core only: source and relay take it from each other; believe nothing that needs two threads");
        }
        if (machine.load() > LOAD_MAX)
        {
            doubts.add(String.format(Locale.ROOT,
                "something else runs here: load %.2f in the minute before; stop it, or take the ratios only",
                machine.load()));
        }
        if (!machine.governor().isEmpty() && !"performance".equals(machine.governor()))
        {
            doubts.add("the frequency governor is '" + machine.governor() +
                "': cpupower frequency-set -g performance");
        }
        if (machine.isVirtual())
        {
            doubts.add("a virtual machine: what its neighbours do shows in the high percentiles, and caches are " +
                "shared with them");
        }
        return doubts;
    }

    /**
     * @return those known after the run too.
     */
    public List<String> after()
    {
        final List<String> doubts = new ArrayList<>(before());
        final double stolen = stolen(ticks, ticks());
        if (stolen > STOLEN_MAX)
        {
            doubts.add(String.format(Locale.ROOT,
                "%.1f %% of the processors' time was taken by the machine's host meanwhile", stolen * 100));
        }
        if (throttled() > throttled)
        {
            doubts.add("the processor was throttled " + (throttled() - throttled) + " times: it is too warm");
        }
        return doubts;
    }

    /**
     * @param before ticks by what they were spent on, as /proc/stat has them.
     * @param after  the same, later.
     * @return share of them that was stolen.
     */
    static double stolen(final long[] before, final long[] after)
    {
        long total = 0;
        for (int i = 1; i < FIELDS; i++)
        {
            total += after[i] - before[i];
        }
        return 0 == total ? 0 : (double)(after[STOLEN] - before[STOLEN]) / total;
    }

    /**
     * @return what the processor's counters say, or why they do not.
     */
    static String counters()
    {
        final Shell.Result result = Shell.tryRun(
            "perf", "stat", "-e", "cycles,instructions,L1-dcache-load-misses,LLC-load-misses", "true");
        final boolean isSupported = 0 == result.exitCode() && !result.output().contains("<not supported>");
        return (isSupported ? "perf stat has this processor's counters: perf stat -e cycles,instructions," +
            "L1-dcache-load-misses,LLC-load-misses ./relay bench jmh BurstBenchmark.burstCopy counts them. " :
            "perf stat finds no counters of this processor (" + reason(result) + "): misses cannot be counted here. ") +
            "Shown is the sweep of working sets: what they cost.";
    }

    private static String reason(final Shell.Result result)
    {
        return 127 == result.exitCode() ? "the program is not installed" :
            result.output().contains("<not supported>") ? "not supported" : "exit status " + result.exitCode();
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
