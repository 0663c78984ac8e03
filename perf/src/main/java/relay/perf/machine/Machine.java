package relay.perf.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import relay.perf.outcome.Table;

/**
 * The machine that a run takes place on.
 *
 * @param kernel    release.
 * @param cpu       model.
 * @param cores     that this process may use.
 * @param neighbours of the first of them, that share its execution units, itself included.
 * @param isVirtual whether it is a virtual machine.
 * @param governor  of the first core's frequency, or empty if there is none to see.
 * @param jdk       version.
 * @param commit    of the sources, or empty if not known.
 * @param load      processes that wanted to run, mean of the last minute.
 */
public record Machine(
    String kernel, String cpu, List<Integer> cores, List<Integer> neighbours, boolean isVirtual, String governor,
    String jdk, String commit, double load)
{
    private static final double LOAD_MAX = 0.5;
    private static final String CPU_DIRECTORY = "/sys/devices/system/cpu/cpu";

    /**
     * @param sources directory of the launcher.
     * @return this machine, now.
     */
    public static Machine read(final Path sources)
    {
        final String cpuInfo = text("/proc/cpuinfo");
        final List<Integer> cores = Cores.parseList(line(text("/proc/self/status"), "Cpus_allowed_list"));
        final String siblings = text(CPU_DIRECTORY + cores.getFirst() + "/topology/thread_siblings_list");
        final String loads = text("/proc/loadavg");
        return new Machine(
            text("/proc/sys/kernel/osrelease").strip(),
            line(cpuInfo, "model name"),
            cores,
            siblings.isBlank() ? List.of(cores.getFirst()) : Cores.parseList(siblings),
            line(cpuInfo, "flags").matches(".*\\bhypervisor\\b.*"),
            text(CPU_DIRECTORY + cores.getFirst() + "/cpufreq/scaling_governor").strip(),
            Runtime.version().toString(),
            commit(sources),
            loads.isEmpty() ? 0 : Double.parseDouble(loads.split(" ")[0]));
    }

    /**
     * @param chosen cores of the run.
     * @return reasons to trust its numbers less, one line each.
     */
    public List<String> warnings(final Cores chosen)
    {
        final List<String> warnings = new ArrayList<>();
        if (chosen.relay() == chosen.traffic())
        {
            warnings.add("peer and generator share one core: rates and latencies say little; give this 2 cores");
        }
        else if (neighbours.contains(chosen.relay()) && neighbours.contains(chosen.traffic()))
        {
            warnings.add("cores " + chosen.relay() + " and " + chosen.traffic() +
                " are threads of one core: they slow each other down; choose others by --relay-cpu and --traffic-cpu");
        }
        warnings.addAll(caveats());
        return warnings;
    }

    /**
     * @return reasons to trust any numbers of this machine less, one line each.
     */
    List<String> caveats()
    {
        final List<String> caveats = new ArrayList<>();
        if (load > LOAD_MAX)
        {
            caveats.add(String.format(Locale.ROOT,
                "something else runs here: load %.2f in the last minute; stop it, or take the ratios only", load));
        }
        if (!governor.isEmpty() && !"performance".equals(governor))
        {
            caveats.add("the frequency governor is '" + governor + "': latencies at low rates will be long; " +
                "cpupower frequency-set -g performance");
        }
        if (isVirtual)
        {
            caveats.add("this is a virtual machine: its neighbours show in the long latencies");
        }
        return caveats;
    }

    /** {@return two columns of words: name of a condition, its value} */
    public Table conditions()
    {
        return new Table("", "")
            .row("processor", cpu + ", " + cores.size() + " cores for this process" +
                (isVirtual ? ", a virtual machine" : ""))
            .row("kernel", kernel)
            .row("Java", jdk)
            .row("sources", commit);
    }

    private static String commit(final Path sources)
    {
        final Shell.Result head = Shell.tryRun("git", "-C", sources.toString(), "rev-parse", "--short=12", "HEAD");
        if (0 != head.exitCode())
        {
            return "";
        }
        final Shell.Result changes = Shell.tryRun("git", "-C", sources.toString(), "status", "--porcelain");
        return head.output() + (changes.output().isEmpty() ? "" : " with changes");
    }

    private static String line(final String text, final String key)
    {
        return text.lines().filter(line -> line.startsWith(key)).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
    }

    private static String text(final String file)
    {
        try
        {
            return Files.readString(Path.of(file));
        }
        catch (final IOException ignore)
        {
            return "";
        }
    }
}
