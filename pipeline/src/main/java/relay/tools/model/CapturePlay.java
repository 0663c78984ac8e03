package relay.tools.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import relay.pool.BufferCounts;
import relay.pool.SizeClass;
import relay.tools.model.capacity.BufferNeeds;
import relay.tools.model.capacity.BurstProfile;
import relay.tools.model.capacity.Conditions;
import relay.tools.model.capacity.Playback;
import relay.tools.model.capacity.PlayedLane;
import relay.tools.model.capacity.PlayedSize;
import relay.tools.model.capacity.SizeLoad;

/**
 * Plays a capture three times: how its arrivals crowd together, what they ask for, and what becomes of them with that.
 */
final class CapturePlay
{
    /** As many as there can be. */
    private static final BufferCounts UNLIMITED = new BufferCounts(
        BufferNeeds.BUFFERS_MAX, BufferNeeds.BUFFERS_MAX, BufferNeeds.BUFFERS_MAX, BufferNeeds.BUFFERS_MAX);

    private final CaptureArrivals capture;
    private final List<ModelClass> classes;
    private final ModelLifetimes lifetimes;
    private final long seed;
    private final List<BurstProfile> profiles = new ArrayList<>();
    private final List<List<SizeLoad>> loads = new ArrayList<>();

    /**
     * @param capture   of the arrivals.
     * @param classes   that they arrive at.
     * @param lifetimes of their buffers.
     * @param seed      for drawing lifetimes.
     */
    CapturePlay(
        final CaptureArrivals capture,
        final List<ModelClass> classes,
        final ModelLifetimes lifetimes,
        final long seed)
    {
        this.capture = capture;
        this.classes = classes;
        this.lifetimes = lifetimes;
        this.seed = seed;
    }

    /**
     * Reads the capture for the first time.
     *
     * @return its mean rate, in datagrams a second; 0 if it has no two datagrams at different times.
     * @throws IOException              if it cannot be opened.
     * @throws IllegalArgumentException if there are no lifetimes for what is in it.
     */
    double profile() throws IOException
    {
        classes.forEach(ignore -> profiles.add(new BurstProfile()));
        capture.read((trafficClass, timeNs, sizeClass) -> profiles.get(trafficClass).onArrival(timeNs, sizeClass));
        for (int i = 0; i < profiles.size(); i++)
        {
            loads.add(loads(classes.get(i).name(), profiles.get(i)));
        }
        return profiles.stream().mapToDouble(BurstProfile::ratePerSecond).sum();
    }

    /**
     * Reads the capture twice more.
     *
     * @param buffers    that are asked about.
     * @param conditions of drain, batch and exceedance.
     * @return what it asks of the lane of each class, those without arrivals left out.
     * @throws IOException if it cannot be opened.
     */
    Map<String, PlayedLane> play(final BufferCounts buffers, final Conditions conditions) throws IOException
    {
        final List<Playback> unlimited = playbacks(conditions, ignore -> UNLIMITED);
        final List<Playback> given = playbacks(conditions, ignore -> buffers);
        read(unlimited, given);
        final List<List<PlayedSize>> sizes = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++)
        {
            final int lane = i;
            sizes.add(loads.get(i).stream().map(load -> PlayedSize.of(load, profiles.get(lane), unlimited.get(lane),
                drainPerSecond(lane, conditions), conditions)).toList());
        }
        final List<Playback> recommended = playbacks(conditions,
            lane -> PlayedLane.needs(sizes.get(lane)).recommended(conditions.batch()));
        read(recommended);
        final Map<String, PlayedLane> lanes = new LinkedHashMap<>();
        for (int i = 0; i < classes.size(); i++)
        {
            if (profiles.get(i).arrivals() > 0)
            {
                lanes.put(classes.get(i).name(), new PlayedLane(
                    profiles.get(i), sizes.get(i), unlimited.get(i), given.get(i), recommended.get(i)));
            }
        }
        return lanes;
    }

    private List<SizeLoad> loads(final String trafficClass, final BurstProfile profile)
    {
        return Arrays.stream(SizeClass.values()).map(sizeClass ->
        {
            final boolean isSeen = profile.arrivals(sizeClass.ordinal()) > 0;
            return new SizeLoad(sizeClass, profile.ratePerSecond(sizeClass.ordinal()),
                isSeen ? lifetimes.of(trafficClass, sizeClass) : null);
        }).toList();
    }

    private List<Playback> playbacks(final Conditions conditions, final IntFunction<BufferCounts> buffers)
    {
        final List<Playback> playbacks = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++)
        {
            playbacks.add(new Playback(buffers.apply(i), drainPerSecond(i, conditions), loads.get(i), seed));
        }
        return playbacks;
    }

    /** A drain that several classes share serves each by its part of the rate. */
    private double drainPerSecond(final int lane, final Conditions conditions)
    {
        return profiles.get(lane).ratePerSecond() * conditions.drainFactor();
    }

    @SafeVarargs
    private void read(final List<Playback>... plays) throws IOException
    {
        capture.read((trafficClass, timeNs, sizeClass) ->
        {
            for (final List<Playback> play : plays)
            {
                play.get(trafficClass).onArrival(timeNs, sizeClass);
            }
        });
    }
}
