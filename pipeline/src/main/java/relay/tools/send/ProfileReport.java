package relay.tools.send;

import java.util.Locale;
import relay.observe.text.Numbers;
import relay.tools.capture.BurstTrains;
import relay.tools.capture.CaptureTimes;
import relay.tools.capture.PeakRate;

/**
 * What a profile would send, beside what it is calibrated to.
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

    Described json()
    {
        final TrafficProfile.Figures figures = profile.figures();
        return new Described(
            profile.name(), profile.about(), profile.groups(), scale, seed, overNs, times.count(),
            times.meanBitsPerSecond(),
            new Measured(
                times.meanRate(), peak(0).datagrams(), peak(1).datagrams(), times.trains().count(), trainMean(),
                times.trains().longest()),
            new Stated(
                figures.meanRate(), figures.peak1Ms(), figures.peak10Ms(), figures.trainMean(), figures.trainMax(),
                figures.overNs(), figures.tolerance()));
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

    /** The JSON: components are keys and stable. */
    record Described(
        String profile,
        String about,
        int groups,
        double scale,
        long seed,
        long overNs,
        long datagrams,
        double payloadBitsPerSecond,
        Measured measured,
        Stated stated)
    {
    }

    /**
     * What the profile would send.
     *
     * @param mean         datagrams a second.
     * @param peak1Ms      datagrams in the busiest 1 ms.
     * @param peak10Ms     datagrams in the busiest 10 ms.
     * @param trains       of two datagrams or more.
     * @param trainMean    datagrams in a train.
     * @param trainLongest datagrams in the longest.
     */
    record Measured(
        double mean, long peak1Ms, long peak10Ms, long trains, double trainMean, long trainLongest)
    {
    }

    /** What the profile is calibrated to; 0 is not stated. */
    record Stated(
        double mean,
        double peak1Ms,
        double peak10Ms,
        double trainMean,
        double trainLongest,
        long overNs,
        double tolerance)
    {
    }
}
