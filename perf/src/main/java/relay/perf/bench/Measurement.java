package relay.perf.bench;

import java.util.List;
import java.util.Map;

/**
 * What one round found out about one contestant with one workload.
 *
 * @param round      from 1.
 * @param workload   that was sent.
 * @param contestant in between.
 * @param search     of the loss-free rate.
 * @param fixed      short runs at fixed rates, several one after the other, by datagrams a second, in ascending order.
 */
record Measurement(
    int round, Workload workload, Contestant contestant, RateSearch.Result search, Map<Integer, List<Trial>> fixed)
{
}
