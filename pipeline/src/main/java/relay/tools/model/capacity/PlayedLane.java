package relay.tools.model.capacity;

import java.util.List;

/**
 * What arrivals that were played ask of one lane, and what became of them with as many buffers.
 *
 * @param profile     of the arrivals.
 * @param sizes       by size class, in their order; those without arrivals are among them.
 * @param unlimited   the play with more buffers than they took.
 * @param given       the play with the buffers that were asked about.
 * @param recommended the play with the buffers that are recommended.
 */
public record PlayedLane(
    BurstProfile profile, List<PlayedSize> sizes, Playback unlimited, Playback given, Playback recommended)
{
    /**
     * @param sizes of a lane.
     * @return buffers for all of it.
     */
    public static BufferNeeds needs(final List<PlayedSize> sizes)
    {
        return BufferNeeds.of(sizeClass -> sizes.get(sizeClass.ordinal()).needed());
    }

    /**
     * @return buffers for all of it.
     */
    public BufferNeeds needs()
    {
        return needs(sizes);
    }

    /**
     * @param play of the arrivals.
     * @return share of the arrivals that it dropped, 0..1.
     */
    public double dropRate(final Playback play)
    {
        return 0 == profile.arrivals() ? 0 : (double)play.dropped() / profile.arrivals();
    }
}
