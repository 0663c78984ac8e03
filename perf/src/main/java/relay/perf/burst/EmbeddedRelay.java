package relay.perf.burst;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import relay.config.RelayConfig;
import relay.observe.IntervalLog;
import relay.pipeline.Ledger;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.pipeline.RelayReport;
import relay.pipeline.ledger.DropReason;

/**
 * A whole relay in this process: the classes, threads and defaults that {@code relay run} has.
 */
final class EmbeddedRelay implements RelayUnderTest
{
    private final Relay relay;

    /**
     * @param config   of the relay.
     * @param warmUpNs of its data path, before it listens.
     * @param log      of its lifetimes and residences over time, closed with it; null for none.
     */
    EmbeddedRelay(final RelayConfig config, final long warmUpNs, final IntervalLog log)
    {
        relay = Relay.launch(config, new RelayOptions(null, log, warmUpNs));
    }

    @Override
    public List<String> description()
    {
        return relay.description();
    }

    @Override
    public long inFlight()
    {
        return relay.ledger().inFlight();
    }

    @Override
    public Map<String, Long> drops()
    {
        final SortedMap<String, Long> drops = new TreeMap<>();
        for (final Map.Entry<DropReason, Long> drop : relay.drops().entrySet())
        {
            drops.put(drop.getKey().label(), drop.getValue());
        }
        return drops;
    }

    @Override
    public RelayCounts conclude()
    {
        relay.stop(Relay.STOP_TIMEOUT_NS);
        final Ledger ledger = relay.ledger();
        final long kernelDrops =
            RelayReport.of(relay).flows().stream().mapToLong(RelayReport.Flow::kernelDrops).sum();
        return new RelayCounts(ledger.received(), ledger.copies(), ledger.sent(), ledger.dropped(), ledger.inFlight(),
            ledger.imbalance(), kernelDrops, relay.errorCount(), new TreeMap<>(drops()));
    }

    @Override
    public SortedMap<String, Histogram> latencies()
    {
        return new TreeMap<>(relay.latencies());
    }

    @Override
    public String obstacle()
    {
        return null;
    }

    @Override
    public void close()
    {
        relay.close();
    }
}
