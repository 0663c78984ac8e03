package relay.perf.bench;

import java.util.List;
import java.util.Locale;
import relay.perf.topology.Peer;
import relay.perf.topology.Search;
import relay.perf.topology.Trial;
import relay.perf.topology.TrialMetric;
import relay.perf.topology.Workload;

/**
 * One round of one peer, the "contestant", with one workload: its loss-free rate in datagrams a second (0 if none was
 * found), the trial of that rate (or null), all trials of the search, and short runs at fixed rates. The components are
 * the keys of JSON.
 */
record PeerRun(
    int round, String workload, String contestant, String workedOn, double lossFreeRate, boolean isGeneratorLimited,
    Trial atLossFreeRate, List<Trial> search, List<Trial> fixedRates)
{
    static PeerRun of(
        final int round, final Workload workload, final Peer peer, final Search.Result search, final List<Trial> fixed)
    {
        return new PeerRun(round, workload.name(), peer.name(), peer.core().name().toLowerCase(Locale.ROOT),
            search.rate(), search.isLimited(), search.best(), search.trials(), fixed);
    }

    /** The runs at one of the fixed rates. */
    List<Trial> at(final long rate)
    {
        return fixedRates.stream().filter(each -> each.rate() == rate).toList();
    }

    List<Trial> best()
    {
        return null == atLossFreeRate ? List.of() : List.of(atLossFreeRate);
    }

    boolean isWrong()
    {
        return search.stream().anyMatch(Trial::isWrong) || fixedRates.stream().anyMatch(Trial::isWrong);
    }

    /** One line of progress. */
    String line(final PeerPlan plan)
    {
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
            "round %d of %d, %s, %s: %,.0fk/s%s", round, plan.effort().rounds(), workload, contestant,
            lossFreeRate / 1e3, isGeneratorLimited ? "†" : ""));
        if (workedOn.equals("relay") && null != atLossFreeRate)
        {
            line.append(String.format(Locale.ROOT, ", %.2f us CPU", atLossFreeRate.processUs()));
        }
        plan.rates().forEach(rate -> line.append(String.format(Locale.ROOT, ", p50/p99 at %,d/s %.1f/%.1f us", rate,
            TrialMetric.P50.of(at(rate)), TrialMetric.P99.of(at(rate)))));
        return line.toString();
    }
}
