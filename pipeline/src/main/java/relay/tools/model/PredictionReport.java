package relay.tools.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import relay.observe.LatencyTags;
import relay.observe.text.Numbers;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.Conditions;
import relay.tools.model.capacity.LanePrediction;
import relay.tools.model.capacity.SizeLoad;
import relay.tools.model.capacity.SizePrediction;

/**
 * The prediction for lanes whose rates are known, as human-readable text; {@link PredictionJson} is for scripts.
 */
final class PredictionReport
{
    private final ModelSettings settings;
    private final Map<String, LanePrediction> given = new LinkedHashMap<>();
    private final Map<String, LanePrediction> recommended = new LinkedHashMap<>();
    private final Map<String, BufferCounts> counts = new LinkedHashMap<>();

    /**
     * @param settings as asked.
     * @param loads    of one core's lane of each class.
     */
    PredictionReport(final ModelSettings settings, final Map<String, List<SizeLoad>> loads)
    {
        this.settings = settings;
        final Conditions conditions = settings.conditions();
        loads.forEach((name, lane) ->
        {
            final LanePrediction prediction = LanePrediction.of(lane, conditions, settings.buffers());
            final BufferCounts needed = prediction.needed().recommended(conditions.batch());
            given.put(name, prediction);
            counts.put(name, needed);
            recommended.put(name, LanePrediction.of(lane, conditions, needed));
        });
    }

    String text()
    {
        final StringBuilder out = new StringBuilder();
        given.forEach((name, lane) -> out.append(lane(name, lane)).append('\n'));
        out.append(ModelText.footprints(settings.buffers(), counts, settings.cores())).append('\n')
            .append(ModelText.yaml(counts)).append('\n');
        given.forEach((name, lane) -> out.append(ModelText.complaint(name, lane.needed())));
        recommended.forEach((name, lane) -> out.append("expected drop rate of class ").append(name)
            .append(" with these: ").append(ModelText.share(lane.dropRate())).append(", in the burst ")
            .append(ModelText.share(lane.burstDropRate())).append('\n'));
        return out.toString();
    }

    PredictionJson json()
    {
        return PredictionJson.of(settings, given.entrySet().stream()
            .map(entry -> PredictionJson.Lane.of(
                entry.getKey(), settings, entry.getValue(), recommended(entry.getKey(), entry.getValue())))
            .toList());
    }

    private PredictionJson.Recommended recommended(final String name, final LanePrediction lane)
    {
        return PredictionJson.Recommended.of(counts.get(name), settings.cores(),
            ModelText.complaint(name, lane.needed()).isEmpty(), recommended.get(name));
    }

    private String lane(final String name, final LanePrediction lane)
    {
        final Conditions conditions = settings.conditions();
        final SizeColumns<SizePrediction> columns = new SizeColumns<>("class " + name,
            lane.sizes().stream().filter(size -> size.load().ratePerSecond() > 0).toList(),
            size -> LatencyTags.label(size.sizeClass()));
        columns.row("packets/s on a core", size -> ModelText.number(size.load().ratePerSecond()),
                ModelText.number(lane.burst().ratePerSecond()))
            .row("lifetime, mean", size -> ModelText.duration(size.load().lifetimes().meanNs()), "")
            .row("in flight, mean", size -> ModelText.number(size.load().inFlight()),
                ModelText.number(lane.inFlight()));
        final String percentile = ModelText.percentile(settings.percentile());
        if (0 == conditions.burstNs())
        {
            columns.row("in flight, " + percentile, size -> Numbers.count(size.inFlightMost()), "");
        }
        else
        {
            columns.row("in flight in the burst, mean", size -> ModelText.number(size.inBurst()), "")
                .row("in flight in the burst, " + percentile, size -> Numbers.count(size.inFlightMost()), "");
        }
        columns.row("held by a batch", size -> ModelText.number(size.batchHeld()), String.valueOf(conditions.batch()))
            .row("in use, mean", size -> ModelText.number(size.inUse()), ModelText.number(lane.inUse()))
            .row("backlog of the burst", size -> ModelText.number(size.burst().backlog()),
                ModelText.number(lane.burst().backlog()))
            .row("buffers needed", size -> Numbers.count(size.needed()), "")
            .row("these buffers", size -> Numbers.count(size.buffers()), "")
            .row("  exhausted after", size -> ModelText.duration(size.burst().exhaustionNs(size.room())),
                ModelText.duration(lane.exhaustionNs()))
            .row("  dropped in the burst", size -> ModelText.number(size.burst().dropped(size.room())),
                ModelText.number(lane.dropped()))
            .row("  drop rate otherwise", size -> ModelText.share(size.dropRate()), ModelText.share(lane.dropRate()));
        return columns + burst(lane);
    }

    private String burst(final LanePrediction lane)
    {
        final double overload = lane.burst().overloadDropRate();
        return (0 == overload ? "" : "the drain is slower than the rate: the backlog grows for ever, and in the end " +
            ModelText.share(overload) + " are dropped whatever the buffers\n") + burstLine(settings.conditions(), lane);
    }

    private static String burstLine(final Conditions conditions, final LanePrediction lane)
    {
        if (0 == conditions.burstNs())
        {
            return "";
        }
        return String.format(Locale.ROOT,
            "burst of %s x for %s: %s packets, backlog %s; %s dropped (%s), %s while exhausted%n  nothing waits %s%n",
            ModelText.number(conditions.burstFactor()), Numbers.duration(conditions.burstNs()),
            ModelText.number(lane.burst().arrivals()), ModelText.number(lane.burst().backlog()),
            ModelText.number(lane.dropped()), ModelText.share(lane.burstDropRate()),
            ModelText.share(0 == lane.dropped() ? 0 : lane.burst().dropRateWhileExhausted()),
            Double.isInfinite(lane.drainNs()) ? "never again: the drain is not faster than the rate" :
                ModelText.duration(lane.drainNs()) + " after its end");
    }
}
