package relay.perf.experiment;

import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import relay.perf.machine.Machine;
import relay.perf.outcome.Estimate;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Verdict;
import relay.pool.BufferCounts;
import relay.pool.Footprint;
import relay.transport.wire.Envelope;

/**
 * The results of all experiments. Those of one that did not run are empty.
 *
 * @param runLength           time that was spent.
 * @param machine             as it was before.
 * @param caveats             reasons to trust the numbers less.
 * @param jvm                 options of the JVMs that measured.
 * @param counters            processor counters: how to read them, or why there are none.
 * @param pool                of JMH.
 * @param limitRate           datagrams a second that a relay forwards, limited by nothing but itself; NaN if not tried.
 * @param sustainableRate     datagrams a second that bursts are multiples of; NaN if not tried.
 * @param bursts              that were tried.
 * @param claimAfterReleaseNs from the first release to the next claim, by buffers of a lane.
 * @param metrics             cost of them.
 * @param footprint           of a lane.
 */
record ExperimentResults(
    RunLength runLength, Machine machine, List<String> caveats, List<String> jvm, String counters, PoolResults pool,
    double limitRate, double sustainableRate, List<OverloadResult> bursts,
    SortedMap<Integer, Histogram> claimAfterReleaseNs, MetricsCost metrics, Footprint footprint)
{
    /** Of the lane that a class has by default. */
    static final Footprint FOOTPRINT_DEFAULT = Footprint.ofLane(BufferCounts.DEFAULT, Envelope.LENGTH);

    private static final double MEGA = 1e6;

    /**
     * @param cores with a lane each.
     * @return megabytes of buffers and slots, of 1,000,000 bytes.
     */
    double megabytes(final int cores)
    {
        return cores * (footprint.bufferBytes() + footprint.slotBytes()) / MEGA;
    }

    /**
     * @return everything by the keys of its JSON; nothing is rounded.
     */
    SequencedMap<String, Object> json()
    {
        final Criteria criteria = new Criteria(this);
        return Keys.of(
            "criteria", criteria.success().stream().map(ExperimentResults::criterion).toList(),
            "further", criteria.further().stream().map(ExperimentResults::criterion).toList(),
            "warnings", caveats,
            "machine", machine,
            "jvm", jvm,
            "counters", counters,
            "effort", runLength,
            "pool", pool.all(),
            "limitRate", limitRate,
            "sustainableRate", sustainableRate,
            "bursts", bursts,
            "claimAfterReleaseNs", claimAfterReleaseNs,
            "metricsOrder", RelaysInTurn.ORDER,
            "metricsNs", metrics.processes().stream().map(MetricsCost.Rounds::ns).toList(),
            "metricsPercent", estimate(metrics.percent()),
            "nothingPercent", estimate(metrics.nothingPercent()),
            "footprint", footprint);
    }

    private static SequencedMap<String, Object> criterion(final Verdict verdict)
    {
        return Keys.of("name", verdict.name(), "value", verdict.value(), "limit", verdict.limit(),
            "passed", verdict.holds(), "words", verdict.words());
    }

    private static SequencedMap<String, Object> estimate(final Estimate estimate)
    {
        return Keys.of("estimate", estimate.value(), "low", estimate.low(), "high", estimate.high());
    }
}
