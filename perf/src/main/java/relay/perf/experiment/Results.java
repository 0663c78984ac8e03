package relay.perf.experiment;

import java.util.List;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import relay.perf.bench.Machine;

/**
 * All that the experiments found out. What was not tried is empty.
 *
 * @param effort          how much time was spent.
 * @param machine         where, as it was before.
 * @param conditions      what makes the numbers worth less.
 * @param jvm             options of the JVMs that measured.
 * @param counters        what the processor's counters said, or why they say nothing.
 * @param figures         of JMH.
 * @param limitRate       datagrams a second that a relay passes on, limited by nothing but itself; NaN if not tried.
 * @param sustainableRate datagrams a second that bursts are multiples of; NaN if not tried.
 * @param bursts          that were tried.
 * @param recoveryNs      by buffers of a lane: from the first release to the next claim.
 * @param metrics         what they cost.
 * @param footprint       of a lane.
 */
record Results(
    Effort effort, Machine machine, List<String> conditions, List<String> jvm, String counters, Figures figures,
    double limitRate, double sustainableRate, List<BurstResult> bursts, SortedMap<Integer, Histogram> recoveryNs,
    MetricsCost metrics, Footprint footprint)
{
    /**
     * What buffers take.
     *
     * @param bufferBytes of one lane, outside of the heap.
     * @param slotBytes   of one lane, of the heap.
     */
    record Footprint(long bufferBytes, long slotBytes)
    {
        private static final double MEGA = 1e6;

        /**
         * @param cores with a lane each.
         * @return megabytes, of 1,000,000 bytes.
         */
        double megabytes(final int cores)
        {
            return cores * (bufferBytes + slotBytes) / MEGA;
        }
    }
}
