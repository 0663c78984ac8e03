package relay.tools.send;

import com.google.gson.JsonObject;
import java.util.Locale;
import relay.observe.text.Numbers;
import relay.tools.capture.BurstTrains;
import relay.tools.capture.CaptureTimes;
import relay.tools.capture.PeakRate;

/**
 * What a profile would send, beside what it is calibrated to. The JSON keys are stable:
 *
 * <pre>
 * { profile, about, groups, scale, seed, overNs, datagrams, payloadBitsPerSecond,
 *   measured{mean, peak1Ms, peak10Ms, trains, trainMean, trainLongest},
 *   stated{mean, peak1Ms, peak10Ms, trainMean, trainLongest, overNs, tolerance} }
 * </pre>
 *
 * The mean is datagrams a second, peaks are datagrams in the busiest window; 0 is not stated.
 */
final class ProfileReport
{
    private final TrafficProfile profile;
    private final double scale;
    private final long seed;
    private final long overNs;
    private final CaptureTimes times;

    ProfileReport(final TrafficProfile profile, final double scale, final long seed, final long overNs)
    {
        this.profile = profile;
        this.scale = scale;
        this.seed = seed;
        this.overNs = overNs;
        times = profile.measure(seed, scale, overNs);
    }

    JsonObject json()
    {
        final JsonObject json = new JsonObject();
        json.addProperty("profile", profile.name());
        json.addProperty("about", profile.about());
        json.addProperty("groups", profile.groups());
        json.addProperty("scale", scale);
        json.addProperty("seed", seed);
        json.addProperty("overNs", overNs);
        json.addProperty("datagrams", times.count());
        json.addProperty("payloadBitsPerSecond", times.meanBitsPerSecond());
        final JsonObject measured = new JsonObject();
        measured.addProperty("mean", times.meanRate());
        measured.addProperty("peak1Ms", peak(0).datagrams());
        measured.addProperty("peak10Ms", peak(1).datagrams());
        measured.addProperty("trains", times.trains().count());
        measured.addProperty("trainMean", trainMean());
        measured.addProperty("trainLongest", times.trains().longest());
        json.add("measured", measured);
        final TrafficProfile.Figures figures = profile.figures();
        final JsonObject stated = new JsonObject();
        stated.addProperty("mean", figures.meanRate());
        stated.addProperty("peak1Ms", figures.peak1Ms());
        stated.addProperty("peak10Ms", figures.peak10Ms());
        stated.addProperty("trainMean", figures.trainMean());
        stated.addProperty("trainLongest", figures.trainMax());
        stated.addProperty("overNs", figures.overNs());
        stated.addProperty("tolerance", figures.tolerance());
        json.add("stated", stated);
        return json;
    }

    String text()
    {
        final TrafficProfile.Figures figures = profile.figures();
        final BurstTrains trains = times.trains();
        final StringBuilder text = new StringBuilder();
        text.append("profile ").append(profile.name());
        text.append(profile.about().isEmpty() ? "" : ": " + profile.about()).append('\n');
        text.append(String.format(Locale.ROOT, "%,d datagrams to %,d groups in %s, %s, seed %d%s%n", times.count(),
            profile.groups(), Numbers.duration(overNs), Numbers.bitRate(bytes(), times.durationNs()), seed,
            1 == scale ? "" : String.format(Locale.ROOT, ", scaled by %s", scale)));
        line(text, "mean, datagrams/s", times.meanRate(), figures.meanRate());
        line(text, "in the busiest 1 ms", peak(0).datagrams(), figures.peak1Ms());
        line(text, "in the busiest 10 ms", peak(1).datagrams(), figures.peak10Ms());
        line(text, "trains", trains.count(), 0);
        line(text, "datagrams in a train", trainMean(), figures.trainMean());
        line(text, "in the longest", trains.longest(), figures.trainMax());
        return text.toString().stripTrailing();
    }

    private void line(final StringBuilder text, final String what, final double measured, final double stated)
    {
        text.append(String.format(Locale.ROOT, "%-22s %,12.1f", what, measured));
        if (stated > 0 && 1 == scale) // what is published is not about others
        {
            text.append(String.format(Locale.ROOT, "   stated %,.0f within %.0f %%", stated,
                profile.figures().tolerance() * 100));
        }
        text.append('\n');
    }

    private long bytes()
    {
        return Math.round(times.meanBitsPerSecond() * times.durationNs() / 1e9 / Byte.SIZE);
    }

    private double trainMean()
    {
        return 0 == times.trains().count() ? 0 : (double)times.trains().datagrams() / times.trains().count();
    }

    private PeakRate peak(final int index)
    {
        return times.peaks().get(index);
    }
}
