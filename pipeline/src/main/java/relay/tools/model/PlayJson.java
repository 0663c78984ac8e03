package relay.tools.model;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import relay.observe.LatencyTags;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;
import relay.tools.model.capacity.BurstProfile;
import relay.tools.model.capacity.Playback;
import relay.tools.model.capacity.PlayedLane;
import relay.tools.model.capacity.PlayedSize;

/**
 * The output of {@code relay model --json} for a capture: its components are the keys of docs/capacity.md. -1 is
 * infinite.
 */
record PlayJson(
    int cores,
    double percentile,
    int batch,
    double drainFactor,
    double speed,
    long datagrams,
    long untimed,
    long unmatched,
    List<Lane> classes)
{
    static PlayJson of(
        final ModelSettings settings, final double speed, final CaptureArrivals capture, final List<Lane> classes)
    {
        return new PlayJson(
            settings.cores(), settings.percentile(), settings.conditions().batch(),
            ModelText.finite(settings.conditions().drainFactor()), speed, capture.arrivals(), capture.untimed(),
            capture.unmatched(), classes);
    }

    /** The lane of one class, on one core. */
    record Lane(
        String name,
        long arrivals,
        long durationNs,
        double ratePerSecond,
        long backlogMost,
        long drainNs,
        List<Window> windows,
        Map<String, Integer> buffers,
        long exhaustedNs,
        long dropped,
        double dropRate,
        ModelText.LaneMemory footprint,
        List<Size> sizes,
        Recommended recommended)
    {
        static Lane of(
            final String name, final ModelSettings settings, final PlayedLane lane, final Recommended recommended)
        {
            final BurstProfile profile = lane.profile();
            return new Lane(
                name, profile.arrivals(), profile.durationNs(), profile.ratePerSecond(),
                lane.unlimited().backlogMost(), lane.unlimited().drainNs(),
                IntStream.range(0, profile.windowCount()).mapToObj(i -> Window.of(profile, i)).toList(),
                ModelText.bySize(settings.buffers()), lane.given().exhaustedNs(), lane.given().dropped(),
                lane.dropRate(lane.given()), ModelText.LaneMemory.of(settings.buffers(), settings.cores()),
                lane.sizes().stream().filter(size -> size.arrivals() > 0)
                    .map(size -> Size.of(size, lane.given())).toList(),
                recommended);
        }
    }

    record Recommended(
        Map<String, Integer> buffers, boolean isEnough, double dropRate, ModelText.LaneMemory footprint)
    {
        static Recommended of(
            final BufferCounts counts, final int cores, final boolean isEnough, final double dropRate)
        {
            return new Recommended(
                ModelText.bySize(counts), isEnough, dropRate, ModelText.LaneMemory.of(counts, cores));
        }
    }

    /** The most packets in any window of this length: of all sizes and of each. */
    record Window(long lengthNs, long most, long small, long standard, long jumbo, long large)
    {
        private static Window of(final BurstProfile profile, final int window)
        {
            return new Window(
                profile.windowNs(window), profile.most(window), most(profile, window, SizeClass.SMALL),
                most(profile, window, SizeClass.STANDARD), most(profile, window, SizeClass.JUMBO),
                most(profile, window, SizeClass.LARGE));
        }

        private static long most(final BurstProfile profile, final int window, final SizeClass sizeClass)
        {
            return profile.most(window, sizeClass.ordinal());
        }
    }

    /** One size class of a lane. */
    record Size(
        String size,
        long arrivals,
        double ratePerSecond,
        double lifetimeMeanNs,
        double inFlight,
        double inFlightWorst,
        long inFlightMost,
        double batchHeld,
        long backlogMost,
        long inUse,
        long inUseMost,
        long needed,
        long dropped)
    {
        private static Size of(final PlayedSize size, final Playback given)
        {
            return new Size(
                LatencyTags.label(size.load().sizeClass()), size.arrivals(), size.load().ratePerSecond(),
                size.load().lifetimes().meanNs(), size.load().inFlight(), size.inFlightWorst(), size.inFlightMost(),
                size.batchHeld(), size.backlogMost(), size.inUse(), size.inUseMost(), size.needed(),
                given.dropped(size.load().sizeClass().ordinal()));
        }
    }
}
