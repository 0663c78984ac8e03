package relay.perf.burst;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import relay.observe.CountersFile;
import relay.pipeline.RunningRelay;

/**
 * A relay in another process: what it counts is read from its counters file if that is on this machine, nothing is
 * known otherwise, nor if it ends before the run does. What it had counted before the run does not count.
 */
final class ExternalRelay implements RelayUnderTest
{
    static final String UNSEEN =
        "the relay's counters are not seen: give --relay NAME or --counters FILE if it runs on this machine";

    /** It takes stock of its imbalance once a second. */
    static final long STOCK_NS = TimeUnit.MILLISECONDS.toNanos(2_200);
    private static final String DROPPED = " dropped_";
    private static final String RECEIVED = " received";
    private static final String SENT = " sent";
    private static final String IMBALANCE = "ledger imbalance";
    /** Another count of one reason, see docs/report.md. */
    private static final Map<String, String> ALIASES = Map.of("stalled_before_taken", "stalled");

    private final Path counters;
    private final Map<String, Long> before;
    private final long stockNs;
    private String obstacle;

    /**
     * @param counters file of its counters; null if it is not on this machine.
     * @param stockNs  how long it takes at the end until it has taken stock.
     * @throws IOException if they cannot be read.
     */
    ExternalRelay(final Path counters, final long stockNs) throws IOException
    {
        this.counters = counters;
        this.stockNs = stockNs;
        before = null == counters ? Map.of() : CountersFile.read(counters);
        obstacle = null == counters ? UNSEEN : obstacle(before);
    }

    @Override
    public List<String> description()
    {
        return List.of(
            null == counters ? "a relay whose counters are not seen" : "a relay with counters in " + counters);
    }

    @Override
    public long inFlight()
    {
        return RelayCounts.UNKNOWN;
    }

    @Override
    public Map<String, Long> drops()
    {
        try
        {
            return null == counters ? Map.of() : drops(CountersFile.read(counters));
        }
        catch (final IOException ignore)
        {
            return Map.of(); // conclude() reports it
        }
    }

    @Override
    public RelayCounts conclude()
    {
        if (null != obstacle)
        {
            return null;
        }
        LockSupport.parkNanos(stockNs);
        try
        {
            final Map<String, Long> now = CountersFile.read(counters);
            obstacle = obstacle(now);
            if (null != obstacle)
            {
                return null;
            }
            final SortedMap<String, Long> drops = drops(now);
            return new RelayCounts(sum(now, "flow ", RECEIVED), RelayCounts.UNKNOWN, sum(now, "destination ", SENT),
                drops.values().stream().mapToLong(Long::longValue).sum(), RelayCounts.UNKNOWN,
                now.get(IMBALANCE), RelayCounts.UNKNOWN, RelayCounts.UNKNOWN, drops);
        }
        catch (final IOException ex)
        {
            obstacle = "the relay's counters " + counters + " can no longer be read: " + ex.getMessage();
            return null;
        }
    }

    @Override
    public SortedMap<String, Histogram> latencies()
    {
        return new TreeMap<>();
    }

    @Override
    public String obstacle()
    {
        return obstacle;
    }

    @Override
    public void close()
    {
        // it goes on
    }

    /** The counters of a relay that has ended stop before the run does. */
    private String obstacle(final Map<String, Long> now) throws IOException
    {
        if (!RunningRelay.isRunning(counters))
        {
            return "the relay whose counters are in " + counters +
                (now == before ? " does not run" : " no longer runs") + ": its counts are incomplete";
        }
        if (!now.containsKey(IMBALANCE))
        {
            return counters + " has no counter '" + IMBALANCE + "': these are not the counters of a relay";
        }
        return before.keySet().stream().filter(ExternalRelay::isUsed)
            .filter(label -> now.getOrDefault(label, -1L) < before.get(label)).findFirst()
            .map(label -> "the relay's counter '" + label + "' fell during the run: it was started again, or its " +
                "configuration changed").orElse(null);
    }

    private static boolean isUsed(final String label)
    {
        return label.endsWith(RECEIVED) || label.endsWith(SENT) || label.contains(DROPPED);
    }

    private SortedMap<String, Long> drops(final Map<String, Long> now)
    {
        final SortedMap<String, Long> drops = new TreeMap<>();
        now.forEach((label, value) ->
        {
            final int at = label.lastIndexOf(DROPPED);
            final long count = value - before.getOrDefault(label, 0L);
            if (at >= 0 && count > 0)
            {
                final String reason = label.substring(at + DROPPED.length());
                drops.merge(ALIASES.getOrDefault(reason, reason), count, Long::sum);
            }
        });
        return drops;
    }

    private long sum(final Map<String, Long> now, final String kind, final String count)
    {
        return now.entrySet().stream()
            .filter(counter -> counter.getKey().endsWith(count))
            .filter(counter -> counter.getKey().startsWith(kind) || counter.getKey().contains(" " + kind))
            .mapToLong(counter -> counter.getValue() - before.getOrDefault(counter.getKey(), 0L)).sum();
    }
}
