package relay.pool;

import com.lmax.disruptor.Sequence;
import java.util.stream.Stream;

/**
 * Up to where a lane's slots are free: as far as its stage and all of its readers that are there have released them.
 * What a reader that was detached may still look at is set aside. Belongs to the ingress thread.
 */
final class Gate
{
    private final Lane lane;
    private final Sequence stage;
    private final LaneReader[] readers;
    private final Absence[] absences;
    private final Quarantine quarantine;
    private boolean isAnyAway;

    /**
     * @param lane    whose buffers these are.
     * @param stage   what it has released.
     * @param readers of the lane.
     * @param buffers that the lane has.
     */
    Gate(final Lane lane, final Sequence stage, final LaneReader[] readers, final int buffers)
    {
        this.lane = lane;
        this.stage = stage;
        this.readers = readers;
        absences = Stream.of(readers).map(LaneReader::absence).toArray(Absence[]::new);
        quarantine = new Quarantine(buffers);
    }

    /**
     * Looks who is there.
     *
     * @param published last slot that was published.
     * @return last slot that is free.
     */
    long released(final long published)
    {
        long released = stage.get();
        boolean isAway = false;
        for (final Absence absence : absences)
        {
            final long passed = absence.attend(published);
            isAway |= Long.MAX_VALUE == passed;
            released = Math.min(released, passed);
        }
        isAnyAway = isAway;
        return released;
    }

    /**
     * @param sequence of a slot, which may be another packet's by now.
     * @return whether a detached reader may still look at the buffer that it had.
     */
    boolean isHeld(final long sequence)
    {
        if (isAnyAway)
        {
            for (final Absence absence : absences)
            {
                if (absence.holds(sequence))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * @param sequence of a free slot whose buffer {@link #isHeld}.
     * @param packet   that is there.
     */
    void setAside(final long sequence, final Packet packet)
    {
        quarantine.add(sequence, packet);
    }

    /**
     * @return whether nothing is set aside.
     */
    boolean isClear()
    {
        return quarantine.isEmpty();
    }

    /**
     * Attaches the readers that have left, after the free slots were passed.
     *
     * @param nowNs monotonic time.
     * @return how many buffers came back that had been set aside.
     */
    int attachReaders(final long nowNs)
    {
        boolean isAttached = false;
        if (isAnyAway)
        {
            for (final LaneReader reader : readers)
            {
                if (reader.absence().isOver())
                {
                    reader.attach();
                    isAttached = true;
                }
            }
        }
        return isAttached ? quarantine.release(this, lane, nowNs) : 0;
    }
}
