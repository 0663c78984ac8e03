package relay.tools.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import relay.observe.LatencyTags;
import relay.observe.text.Numbers;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.BurstProfile;
import relay.tools.model.capacity.PlayedLane;
import relay.tools.model.capacity.PlayedSize;

/**
 * What became of a capture that was played, as human-readable text; {@link PlayJson} is for scripts.
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

    PlayJson json()
    {
        return PlayJson.of(settings, speed, capture, lanes.entrySet().stream()
            .map(entry -> PlayJson.Lane.of(
                entry.getKey(), settings, entry.getValue(), recommended(entry.getKey(), entry.getValue())))
            .toList());
    }

    private PlayJson.Recommended recommended(final String name, final PlayedLane lane)
    {
        return PlayJson.Recommended.of(counts.get(name), settings.cores(),
            ModelText.complaint(name, lane.needs()).isEmpty(), lane.dropRate(lane.recommended()));
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

    private static List<PlayedSize> seen(final PlayedLane lane)
    {
        return lane.sizes().stream().filter(size -> size.arrivals() > 0).toList();
    }
}
