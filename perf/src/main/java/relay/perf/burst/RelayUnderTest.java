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
     * @return what it is, a line each, for people.
     */
    List<String> description();

    /**
     * @return datagrams that it has received and is not done with; {@link RelayCounts#UNKNOWN} if it cannot be told.
     */
    long inFlight();

    /**
     * @return drops so far by the label of the reason, those that happened; empty if it cannot be told.
     */
    Map<String, Long> drops();

    /**
     * Called when the load has ended.
     *
     * @return what it says of the run; null if it says nothing.
     */
    RelayCounts conclude();

    /**
     * @return lifetimes and residences in nanoseconds by tag, after {@link #conclude}; empty if it tells none.
     */
    SortedMap<String, Histogram> latencies();

    /**
     * @return why there is no {@link RelayCounts}, for people; null if there is one.
     */
    String obstacle();

    @Override
    void close();
}
