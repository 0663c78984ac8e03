package relay.transport.capture;

import java.util.Arrays;

/**
 * The interfaces of a section, by number. Grows with the most that a section has, and allocates nothing otherwise.
 */
final class PcapngInterfaces
{
    /** A file that describes more is refused: nothing has so many, and memory must not follow what a file claims. */
    static final int COUNT_MAX = 65_536;

    private static final int INITIAL_CAPACITY = 8;

    private int[] linkTypes = new int[INITIAL_CAPACITY];
    private long[] snapLengths = new long[INITIAL_CAPACITY];
    private int[] resolutions = new int[INITIAL_CAPACITY];
    private long[] offsetsSec = new long[INITIAL_CAPACITY];
    private int count;

    void clear()
    {
        count = 0;
    }

    int count()
    {
        return count;
    }

    /**
     * @param linkType   of its records.
     * @param snapLength of its records at most, 0 if there is no limit.
     * @param resolution of its times, as in {@link TickTime}.
     * @param offsetSec  of its times.
     */
    void add(final int linkType, final long snapLength, final int resolution, final long offsetSec)
    {
        if (count == linkTypes.length)
        {
            final int capacity = 2 * count;
            linkTypes = Arrays.copyOf(linkTypes, capacity);
            snapLengths = Arrays.copyOf(snapLengths, capacity);
            resolutions = Arrays.copyOf(resolutions, capacity);
            offsetsSec = Arrays.copyOf(offsetsSec, capacity);
        }
        linkTypes[count] = linkType;
        snapLengths[count] = snapLength;
        resolutions[count] = resolution;
        offsetsSec[count] = offsetSec;
        count++;
    }

    int linkType(final int number)
    {
        return linkTypes[number];
    }

    long snapLength(final int number)
    {
        return snapLengths[number];
    }

    long epochNs(final int number, final long ticks)
    {
        return TickTime.epochNs(ticks, resolutions[number], offsetsSec[number]);
    }
}
