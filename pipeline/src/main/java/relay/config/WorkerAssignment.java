package relay.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which worker gets which flows. Flows that share something which must have one owner stay together:
 *
 * <ul>
 * <li>flows of one class that has a rate, be it by a rule: one token bucket polices them;
 * <li>flows to one destination that has a rate: one token bucket shapes them;
 * <li>flows of one class, be it by a rule, to one Aeron destination: one publication carries them;
 * <li>flows that are legs of one feed: their copies are recognised in one place;
 * <li>flows from Aeron: what came over several paths is recognised in one place.
 * </ul>
 *
 * The groups go to the workers that have least, the largest group first; the same configuration is always spread alike.
 */
public final class WorkerAssignment
{
    private final RelayConfig config;
    private final Map<String, TrafficClass> classes = new HashMap<>();
    private final Map<String, DestinationConfig> destinations = new HashMap<>();
    private final int[] leaders;
    private final Map<String, Integer> owners = new HashMap<>();

    private WorkerAssignment(final RelayConfig config)
    {
        this.config = config;
        config.classes().forEach(each -> classes.put(each.name(), each));
        config.destinations().forEach(each -> destinations.put(each.name(), each));
        leaders = new int[config.flows().size()];
        for (int i = 0; i < leaders.length; i++)
        {
            leaders[i] = i;
        }
    }

    /**
     * @param config any.
     * @return the flows of each worker, in order of declaration: no more workers than configured, none without flows.
     */
    public static List<List<FlowConfig>> of(final RelayConfig config)
    {
        return new WorkerAssignment(config).spread();
    }

    private List<List<FlowConfig>> spread()
    {
        final List<List<Integer>> groups = groups();
        final int workers = Math.min(config.execution().workers(), groups.size());
        final int[] loads = new int[workers];
        final int[] workerByFlow = new int[leaders.length];
        for (final List<Integer> group : groups)
        {
            final int worker = leastOf(loads);
            group.forEach(flow -> workerByFlow[flow] = worker);
            loads[worker] += load(group);
        }
        final List<List<FlowConfig>> flowsByWorker = new ArrayList<>();
        for (int i = 0; i < workers; i++)
        {
            flowsByWorker.add(new ArrayList<>());
        }
        for (int flow = 0; flow < workerByFlow.length; flow++)
        {
            flowsByWorker.get(workerByFlow[flow]).add(config.flows().get(flow));
        }
        return flowsByWorker;
    }

    private List<List<Integer>> groups()
    {
        for (int flow = 0; flow < leaders.length; flow++)
        {
            claimWhatNeedsOneOwner(flow, config.flows().get(flow));
        }
        final Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int flow = 0; flow < leaders.length; flow++)
        {
            groups.computeIfAbsent(leader(flow), ignore -> new ArrayList<>()).add(flow);
        }
        final List<List<Integer>> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingInt((List<Integer> group) -> load(group)).reversed()); // stable
        return sorted;
    }

    private void claimWhatNeedsOneOwner(final int index, final FlowConfig flow)
    {
        for (final String name : flow.trafficClasses())
        {
            if (classes.get(name).policing().isLimited())
            {
                claim("class " + name, index);
            }
        }
        for (final String name : flow.to())
        {
            final DestinationConfig destination = destinations.get(name);
            if (destination.rateBitsPerSecond() > 0)
            {
                claim("destination " + name, index);
            }
            flow.trafficClasses().stream().filter(each -> classes.get(each).maxBitsPerSecond() > 0)
                .forEach(each -> claim("class " + each + " to " + name, index));
            if (!destination.to().isSharedByClasses())
            {
                flow.trafficClasses().forEach(each -> claim("to " + destination.to().stream(each), index));
            }
        }
        if (flow.from().isEnveloped())
        {
            claim("from other relays", index);
        }
        config.feeds().stream().filter(feed -> feed.legs().contains(flow.name()))
            .forEach(feed -> claim("feed " + feed.name(), index));
    }

    private void claim(final String what, final int flow)
    {
        final Integer owner = owners.putIfAbsent(what, flow);
        if (null != owner)
        {
            // the lower one leads, so that a group stands where its first flow does
            final int left = leader(owner);
            final int right = leader(flow);
            leaders[Math.max(left, right)] = Math.min(left, right);
        }
    }

    private int leader(final int flow)
    {
        int leader = flow;
        while (leaders[leader] != leader)
        {
            leader = leaders[leader];
        }
        return leader;
    }

    /** What a datagram of each flow costs: it is received once and sent once to each destination. */
    private int load(final List<Integer> group)
    {
        return group.stream().mapToInt(flow -> 1 + config.flows().get(flow).to().size()).sum();
    }

    private static int leastOf(final int[] loads)
    {
        int least = 0;
        for (int i = 1; i < loads.length; i++)
        {
            least = loads[i] < loads[least] ? i : least;
        }
        return least;
    }
}
