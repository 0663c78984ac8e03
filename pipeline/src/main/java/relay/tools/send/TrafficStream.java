package relay.tools.send;

import java.util.SplittableRandom;

/**
 * One source of a profile's flow: trains, periodic or at random. A train that would begin before the last has ended
 * follows it. Owned by one thread.
 */
final class TrafficStream
{
    private final TrafficProfile.Flow flow;
    private final Modulation modulation;
    private final SplittableRandom random;
    private final int group;
    private final double periodNs;
    private final double jitterNs;
    private final double spacingNs;
    private final double offsetNs;

    private long trains;
    private long arrivedNs;
    private double beginNs;
    private int trainLength;
    private int place;
    private long dueNs;
    private int length;

    /**
     * @param flow       that it is one of.
     * @param group      number of the destination.
     * @param modulation of random flows.
     * @param random     its own.
     * @param scale      how much faster all of it is.
     */
    TrafficStream(
        final TrafficProfile.Flow flow, final int group, final Modulation modulation, final SplittableRandom random,
        final double scale)
    {
        this.flow = flow;
        this.group = group;
        this.modulation = modulation;
        this.random = random;
        periodNs = (flow.isRandom() ? flow.trainMean() * flow.sources() * 1e9 / flow.rate() : flow.everyNs()) / scale;
        jitterNs = flow.jitterNs() / scale;
        spacingNs = flow.spacingNs() / scale;
        offsetNs = flow.isRandom() || flow.isAligned() ? 0 : random.nextDouble() * periodNs;
        beginTrain(0);
    }

    long dueNs()
    {
        return dueNs;
    }

    int length()
    {
        return length;
    }

    int group()
    {
        return group;
    }

    /** Goes to the next datagram. */
    void advance()
    {
        place++;
        if (place == trainLength)
        {
            beginTrain(dueNs + (long)spacingNs);
        }
        else
        {
            dueNs = (long)(beginNs + place * spacingNs);
            length = flow.lengths().next(random);
        }
    }

    private void beginTrain(final long earliestNs)
    {
        beginNs = Math.max(earliestNs, flow.isRandom() ? randomNs() : periodicNs());
        trainLength = (flow.keyEvery() > 0 && trains % flow.keyEvery() == 0 ? flow.keyTrain() : flow.train())
            .next(random);
        trains++;
        place = 0;
        dueNs = (long)beginNs;
        length = flow.lengths().next(random);
    }

    private double randomNs()
    {
        arrivedNs = modulation.after(arrivedNs, -Math.log(1 - random.nextDouble()) * periodNs);
        return arrivedNs;
    }

    private double periodicNs()
    {
        return offsetNs + trains * periodNs + (0 == jitterNs ? 0 : random.nextDouble() * jitterNs);
    }
}
