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

/**
 * A relay in another process: what it counts is read from its counters file if that is on this machine, nothing is known
 * otherwise. What it had counted before the run does not count.
 */
final class OtherRelay implements RelayUnderTest
{
    static final String UNSEEN =
        "the relay's counters are not seen: give --relay NAME or --counters FILE if it runs on this machine";

    /** It takes stock of its imbalance once a second. */
    private static final long STOCK_NS = TimeUnit.MILLISECONDS.toNanos(2_200);
    private static final String DROPPED = " dropped_";
    private static final String IMBALANCE = "ledger imbalance";
    /** Another count of one reason, see docs/report.md. */
    private static final Map<String, String> ALIASES = Map.of("stalled_before_taken", "stalled");

    private final Path counters;
    private final Map<String, Long> before;
    private String obstacle;

    /**
     * @param counters file of its counters; null if it is not on this machine.
     * @throws IOException if they cannot be read.
     */
    OtherRelay(final Path counters) throws IOException
    {
        this.counters = counters;
        before = null == counters ? Map.of() : CountersFile.read(counters);
        obstacle = null == counters ? UNSEEN : null;
    }

    @Override
    public List<String> description()
    {
        return List.of(null == counters ? "a relay whose counters are not seen" : "a relay with counters in " + counters);
    }

    @Override
    public long inFlight()
    {
        return Account.UNKNOWN;
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
            return Map.of(); // told at the end
        }
    }

    @Override
    public Account conclude()
    {
        if (null == counters)
        {
            return null;
        }
        LockSupport.parkNanos(STOCK_NS);
        try
        {
            final Map<String, Long> now = CountersFile.read(counters);
            final SortedMap<String, Long> drops = drops(now);
            return new Account(sum(now, "flow ", " received"), Account.UNKNOWN, sum(now, "destination ", " sent"),
                drops.values().stream().mapToLong(Long::longValue).sum(), Account.UNKNOWN,
                now.getOrDefault(IMBALANCE, 0L), Account.UNKNOWN, Account.UNKNOWN, drops);
        }
        catch (final IOException ex)
        {
            obstacle = "the relay's counters " + counters + " cannot be read any more: " + ex.getMessage();
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
