package relay.tools.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import relay.observe.LatencyTags;
import relay.observe.text.Numbers;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;
import relay.tools.model.capacity.BurstProfile;
import relay.tools.model.capacity.Playback;
import relay.tools.model.capacity.PlayedLane;
import relay.tools.model.capacity.PlayedSize;

/**
 * What became of a capture that was played, for people and for scripts. The JSON keys are in docs/capacity.md.
 */
final class PlayReport
{
    private static final int WINDOWS_PER_LINE = 8;

    private final ModelSettings settings;
    private final double speed;
    private final CaptureArrivals capture;
    private final Map<String, PlayedLane> lanes;
    private final Map<String, BufferCounts> counts = new LinkedHashMap<>();

    /**
     * @param settings as asked.
     * @param speed    that it was played at.
     * @param capture  that was read.
     * @param lanes    of the classes.
     */
    PlayReport(
        final ModelSettings settings,
        final double speed,
        final CaptureArrivals capture,
        final Map<String, PlayedLane> lanes)
    {
        this.settings = settings;
        this.speed = speed;
        this.capture = capture;
        this.lanes = lanes;
        lanes.forEach((name, lane) -> counts.put(name, lane.needs().recommended(settings.conditions().batch())));
    }

    String text()
    {
        final StringBuilder out = new StringBuilder("played " + Numbers.count(capture.arrivals()) + " datagrams at " +
            ModelText.number(speed) + " x their speed; left out " + Numbers.count(capture.untimed()) +
            " without a time, " + Numbers.count(capture.unmatched()) + " of no class\n\n");
        lanes.forEach((name, lane) -> out.append(lane(name, lane)).append('\n'));
        out.append(ModelText.footprints(settings.buffers(), counts, settings.cores())).append('\n')
            .append(ModelText.yaml(counts)).append('\n');
        lanes.forEach((name, lane) -> out.append(ModelText.complaint(name, lane.needs())));
        lanes.forEach((name, lane) -> out.append("drop rate of class ").append(name).append(" with these: ")
            .append(ModelText.share(lane.dropRate(lane.recommended()))).append('\n'));
        return out.toString();
    }

    JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("cores", settings.cores());
        json.addProperty("percentile", settings.percentile());
        json.addProperty("batch", settings.conditions().batch());
        json.addProperty("drainFactor", ModelText.finite(settings.conditions().drainFactor()));
        json.addProperty("speed", speed);
        json.addProperty("datagrams", capture.arrivals());
        json.addProperty("untimed", capture.untimed());
        json.addProperty("unmatched", capture.unmatched());
        final JsonArray classes = new JsonArray();
        lanes.forEach((name, lane) -> classes.add(json(name, lane)));
        json.add("classes", classes);
        return json;
    }

    private String lane(final String name, final PlayedLane lane)
    {
        final String percentile = ModelText.percentile(settings.percentile());
        final SizeColumns<PlayedSize> columns =
            new SizeColumns<>("class " + name, seen(lane), size -> LatencyTags.label(size.load().sizeClass()));
        columns.row("packets", size -> Numbers.count(size.arrivals()), Numbers.count(lane.profile().arrivals()))
            .row("packets/s, mean", size -> ModelText.number(size.load().ratePerSecond()),
                ModelText.number(lane.profile().ratePerSecond()))
            .row("lifetime, mean", size -> ModelText.duration(size.load().lifetimes().meanNs()), "")
            .row("in flight, mean", size -> ModelText.number(size.load().inFlight()), "")
            .row("in flight at the worst moment, mean", size -> ModelText.number(size.inFlightWorst()), "")
            .row("in flight at the worst moment, " + percentile, size -> Numbers.count(size.inFlightMost()), "")
            .row("held by a batch", size -> ModelText.number(size.batchHeld()),
                String.valueOf(settings.conditions().batch()))
            .row("backlog, most", size -> Numbers.count(size.backlogMost()),
                Numbers.count(lane.unlimited().backlogMost()))
            .row("buffers needed", size -> Numbers.count(size.needed()), "")
            .row("in use when played, " + percentile, size -> Numbers.count(size.inUse()), "")
            .row("in use when played, most", size -> Numbers.count(size.inUseMost()), "")
            .row("these buffers", size -> Numbers.count(settings.buffers().of(size.load().sizeClass())), "")
            .row("  dropped", size -> Numbers.count(lane.given().dropped(size.load().sizeClass().ordinal())),
                Numbers.count(lane.given().dropped()));
        return columns + windows(lane.profile()) + "backlog at most " + Numbers.count(lane.unlimited().backlogMost()) +
            ", gone " + Numbers.duration(lane.unlimited().drainNs()) + " after the last datagram; with these buffers " +
            ModelText.share(lane.dropRate(lane.given())) + " dropped" + (lane.given().exhaustedNs() < 0 ? "" :
                ", first after " + Numbers.duration(lane.given().exhaustedNs())) + "\n";
    }

    private static String windows(final BurstProfile profile)
    {
        final StringBuilder lengths = new StringBuilder("most packets in");
        for (int i = 0; i < profile.windowCount(); i++)
        {
            final String most = length(profile.windowNs(i)) + ": " + Numbers.count(profile.most(i));
            lengths.append(0 == i % WINDOWS_PER_LINE ? "\n  " : ", ").append(most);
        }
        return lengths.append('\n').toString();
    }

    private static String length(final long windowNs)
    {
        if (windowNs < 1_000_000)
        {
            return windowNs / 1_000 + " us";
        }
        return windowNs < 1_000_000_000 ? windowNs / 1_000_000 + " ms" : windowNs / 1_000_000_000 + " s";
    }

    private JsonObject json(final String name, final PlayedLane lane)
    {
        final JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("arrivals", lane.profile().arrivals());
        json.addProperty("durationNs", lane.profile().durationNs());
        json.addProperty("ratePerSecond", lane.profile().ratePerSecond());
        json.addProperty("backlogMost", lane.unlimited().backlogMost());
        json.addProperty("drainNs", lane.unlimited().drainNs());
        json.add("windows", windowsJson(lane.profile()));
        json.add("buffers", ModelText.json(settings.buffers()));
        json.addProperty("exhaustedNs", lane.given().exhaustedNs());
        json.addProperty("dropped", lane.given().dropped());
        json.addProperty("dropRate", lane.dropRate(lane.given()));
        json.add("footprint", ModelText.footprint(settings.buffers(), settings.cores()));
        final JsonArray sizes = new JsonArray();
        seen(lane).forEach(size -> sizes.add(json(size, lane.given())));
        json.add("sizes", sizes);
        final JsonObject recommended = new JsonObject();
        recommended.add("buffers", ModelText.json(counts.get(name)));
        recommended.addProperty("isEnough", ModelText.complaint(name, lane.needs()).isEmpty());
        recommended.addProperty("dropRate", lane.dropRate(lane.recommended()));
        recommended.add("footprint", ModelText.footprint(counts.get(name), settings.cores()));
        json.add("recommended", recommended);
        return json;
    }

    private static JsonArray windowsJson(final BurstProfile profile)
    {
        final JsonArray windows = new JsonArray();
        for (int i = 0; i < profile.windowCount(); i++)
        {
            final int window = i;
            final JsonObject json = new JsonObject();
            json.addProperty("lengthNs", profile.windowNs(i));
            json.addProperty("most", profile.most(i));
            Arrays.stream(SizeClass.values()).forEach(sizeClass ->
                json.addProperty(LatencyTags.label(sizeClass), profile.most(window, sizeClass.ordinal())));
            windows.add(json);
        }
        return windows;
    }

    private static JsonObject json(final PlayedSize size, final Playback given)
    {
        final JsonObject json = new JsonObject();
        json.addProperty("size", LatencyTags.label(size.load().sizeClass()));
        json.addProperty("arrivals", size.arrivals());
        json.addProperty("ratePerSecond", size.load().ratePerSecond());
        json.addProperty("lifetimeMeanNs", size.load().lifetimes().meanNs());
        json.addProperty("inFlight", size.load().inFlight());
        json.addProperty("inFlightWorst", size.inFlightWorst());
        json.addProperty("inFlightMost", size.inFlightMost());
        json.addProperty("batchHeld", size.batchHeld());
        json.addProperty("backlogMost", size.backlogMost());
        json.addProperty("inUse", size.inUse());
        json.addProperty("inUseMost", size.inUseMost());
        json.addProperty("needed", size.needed());
        json.addProperty("dropped", given.dropped(size.load().sizeClass().ordinal()));
        return json;
    }

    private static List<PlayedSize> seen(final PlayedLane lane)
    {
        return lane.sizes().stream().filter(size -> size.arrivals() > 0).toList();
    }
}
