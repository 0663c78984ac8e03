package relay.perf.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run found out about costs, as JSON.
 */
final class CostJson
{
    private CostJson()
    {
    }

    static String text(
        final Machine machine, final Cores cores, final CostPlan plan, final Costs costs,
        final List<Acceptance.Promise> promises)
    {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine);
        root.put("cores", cores);
        root.put("settings", settings(plan));
        root.put("measurements", costs.all().stream().map(CostJson::cost).toList());
        root.put("ledgers", costs.ledgers());
        root.put("acceptance", promises.stream().map(ResultJson::promise).toList());
        return ResultJson.GSON.toJson(root);
    }

    private static Map<String, Object> settings(final CostPlan plan)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("steps", plan.steps().stream().map(step -> Map.of(
            "axis", step.axis(), "count", step.count(), "relay", step.relay().description())).toList());
        object.put("loads", plan.loads());
        object.put("rounds", plan.rounds());
        object.put("trialMs", plan.trialMs());
        object.put("warmUpMs", plan.warmUpMs());
        object.put("socketBufferLength", Scene.SOCKET_BUFFER_LENGTH);
        return object;
    }

    private static Map<String, Object> cost(final Costs.Cost cost)
    {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("round", cost.round());
        object.put("axis", cost.step().axis());
        object.put("count", cost.step().count());
        object.put("load", cost.load().name());
        object.put("trial", ResultJson.trial(cost.trial()));
        return object;
    }
}
