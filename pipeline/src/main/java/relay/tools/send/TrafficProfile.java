package relay.tools.send;

import java.util.List;
import relay.tools.capture.CaptureTimes;

/**
 * What a kind of traffic looks like: flows, each with lengths and a way of arriving, and how busy it is when. A file of
 * its own; docs/send-and-sink.md. Immutable.
 *
 * @param name    of it.
 * @param about   one line for people; may be empty.
 * @param flows   one or more.
 * @param phases  how busy it is, one after the other and from the first again; empty: always the same.
 * @param surges  what comes on top of the phases, or null.
 * @param figures that it is calibrated to.
 */
public record TrafficProfile(
    String name, String about, List<Flow> flows, List<Step> phases, Surges surges, Figures figures)
{
    /**
     * Something that sends trains: runs of datagrams, one after the other.
     *
     * @param name      of it.
     * @param groups    destinations; each source sends to one of them.
     * @param sources   that send independently, as many as there are groups or more.
     * @param rate      datagrams a second of all sources, at random; 0 if they are periodic.
     * @param everyNs   from train to train of a source; 0 if they are random.
     * @param isAligned whether all sources begin together; otherwise each at a random time of its period.
     * @param jitterNs  by which a train of a periodic source may come later.
     * @param train     datagrams in a train.
     * @param spacingNs from one datagram of a train to the next.
     * @param lengths   of payloads, in bytes.
     * @param keyEvery  every so manieth train has {@code keyTrain} datagrams instead; 0: none.
     * @param keyTrain  see there, or null.
     */
    public record Flow(
        String name, int groups, int sources, long rate, long everyNs, boolean isAligned, long jitterNs,
        WeightedRanges train, long spacingNs, WeightedRanges lengths, int keyEvery, WeightedRanges keyTrain)
    {
        boolean isRandom()
        {
            return rate > 0;
        }

        double trainMean()
        {
            return 0 == keyEvery ? train.mean() : (train.mean() * (keyEvery - 1) + keyTrain.mean()) / keyEvery;
        }

        double meanRate()
        {
            return isRandom() ? rate : trainMean() * sources * 1e9 / everyNs;
        }
    }

    /**
     * How busy random flows are for a while, relative to their mean over all of it.
     *
     * @param lengthNs how long.
     * @param from     at the beginning.
     * @param to       at the end, in between evenly.
     */
    public record Step(long lengthNs, double from, double to)
    {
    }

    /**
     * Something sudden, once in every period, at a random time of it.
     *
     * @param everyNs the period.
     * @param steps   what happens, as factors on the phases.
     */
    public record Surges(long everyNs, List<Step> steps)
    {
        /**
         * @return how long one takes, in nanoseconds.
         */
        public long lengthNs()
        {
            return steps.stream().mapToLong(Step::lengthNs).sum();
        }
    }

    /**
     * What the traffic should measure, as {@code relay capture} would find it.
     *
     * @param meanRate    datagrams a second; 0: not said, as all the others.
     * @param peak1Ms     most datagrams in any millisecond.
     * @param peak10Ms    most datagrams in any ten milliseconds.
     * @param trainMean   datagrams of a train, on average, where they are 10 us apart at most.
     * @param trainMax    datagrams of the longest.
     * @param overNs      how long one must look.
     * @param tolerance   by which they may differ, 0.1 for a tenth.
     */
    public record Figures(
        double meanRate, double peak1Ms, double peak10Ms, double trainMean, double trainMax, long overNs,
        double tolerance)
    {
    }

    /**
     * @return destinations that it needs.
     */
    public int groups()
    {
        return flows.stream().mapToInt(Flow::groups).sum();
    }

    /**
     * @return datagrams a second, on average.
     */
    public double meanRate()
    {
        return flows.stream().mapToDouble(Flow::meanRate).sum();
    }

    /**
     * @param seed  the same seed, the same arrivals.
     * @param scale how much more arrives than the profile says: 2 for twice as much.
     * @return when what comes; flows are numbered by group, in the order of the profile.
     */
    public Arrivals arrivals(final long seed, final double scale)
    {
        return new ProfileArrivals(this, seed, scale);
    }

    /**
     * Measures what would arrive, without sending it.
     *
     * @param seed   as in {@link #arrivals}.
     * @param scale  as in {@link #arrivals}.
     * @param overNs how much of it, from the start.
     * @return rates, peaks and trains, as of a capture.
     */
    public CaptureTimes measure(final long seed, final double scale, final long overNs)
    {
        final CaptureTimes times = new CaptureTimes();
        final Arrivals arrivals = arrivals(seed, scale);
        for (arrivals.next(); arrivals.dueNs() < overNs; arrivals.next())
        {
            times.onDatagram(arrivals.dueNs(), arrivals.length());
        }
        return times;
    }
}
