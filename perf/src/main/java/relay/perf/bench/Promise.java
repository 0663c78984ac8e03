package relay.perf.bench;

import java.util.List;
import relay.perf.outcome.Verdict;

/**
 * A promise of Relay as JSON has it.
 *
 * @param promise in words.
 * @param value   median of the rounds.
 * @param limit   that it is compared with.
 * @param verdict whether this run bears it out.
 */
record Promise(String promise, double value, double limit, Verdict.State verdict)
{
    static List<Promise> of(final List<Verdict> verdicts)
    {
        return verdicts.stream()
            .map(each -> new Promise(each.name(), each.value(), each.limit(), each.state())).toList();
    }
}
