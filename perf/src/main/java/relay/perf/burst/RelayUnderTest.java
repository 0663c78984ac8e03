package relay.perf.burst;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * The relay that a run is about. Used by one thread.
 */
interface RelayUnderTest extends AutoCloseable
{
    /**
     * @return its description, a line each, human-readable.
     */
    List<String> description();

    /**
     * @return datagrams that it has received and is not done with; {@link RelayCounts#UNKNOWN} if it is unknown.
     */
    long inFlight();

    /**
     * @return drops so far by the label of the reason, those that happened; empty if it is unknown.
     */
    Map<String, Long> drops();

    /**
     * Called when the load has ended.
     *
     * @return what it says of the run; null if it says nothing.
     */
    RelayCounts conclude();

    /**
     * @return lifetimes and residences in nanoseconds by tag, after {@link #conclude}; empty if there are none.
     */
    SortedMap<String, Histogram> latencies();

    /**
     * @return reason why there are no {@link RelayCounts}, human-readable; null if there are.
     */
    String obstacle();

    @Override
    void close();
}
