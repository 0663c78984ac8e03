package relay.perf.experiment;

import java.util.List;
import relay.perf.report.Estimate;

/**
 * What a datagram costs a relay's data thread with metrics and without.
 *
 * @param processes that each had two relays of either kind.
 */
record MetricsCost(List<Rounds> processes)
{
    /** Two relays that are alike must not look as if they differed by more, in percent. */
    static final double RESOLUTION = 2.5;

    MetricsCost
    {
        processes = List.copyOf(processes);
    }

    /**
     * @return what metrics add, in percent.
     */
    Estimate percent()
    {
        return Estimate.of(processes.stream().map(Rounds::costPercent).toList());
    }

    /**
     * @return what nothing adds, in percent: relays that are alike, compared in the same way.
     */
    Estimate nothingPercent()
    {
        return Estimate.of(processes.stream().flatMap(rounds -> rounds.nothingPercent().stream()).toList());
    }

    /**
     * @param limit in percent.
     * @return whether they certainly add less.
     */
    boolean isBelow(final double limit)
    {
        return isResolved() && percent().high() < limit;
    }

    private boolean isResolved()
    {
        return nothingPercent().isWithin(RESOLUTION);
    }

    /**
     * @return what the estimate is worth, in words.
     */
    String words()
    {
        return processes.isEmpty() ? "" : (isResolved() ? "" : "not resolved: ") + "95 % interval " + percent().text() +
            "; relays that are alike differ by " + nothingPercent().text();
    }
}
