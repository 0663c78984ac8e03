package relay.pool;

import java.util.Objects;
import java.util.stream.Stream;
import relay.pool.fence.Fence;
import relay.pool.fence.FencedReader;

/**
 * Takes buffers of a lane back from the slots that the stage and all readers have passed. Belongs to the ingress
 * thread.
 */
final class Reclaimer
{
    private final PacketRing ring;
    private final LaneBuffers buffers;
    private final LaneStage stage;
    private final LaneReader[] readers;
    /** Null if no reader can be fenced. */
    private final Fence fence;
    private long sequence = Lane.INITIAL_SEQUENCE;

    Reclaimer(final PacketRing ring, final LaneBuffers buffers, final LaneStage stage, final LaneReader[] readers)
    {
        this.ring = ring;
        this.buffers = buffers;
        this.stage = stage;
        this.readers = readers;
        final FencedReader[] fenced =
            Stream.of(readers).map(LaneReader::fence).filter(Objects::nonNull).toArray(FencedReader[]::new);
        fence = 0 == fenced.length ? null : new Fence(fenced, buffers.capacity().total(), buffers);
    }

    /**
     * @param published last slot that was published.
     * @param nowNs     monotonic time.
     * @return how many buffers came back.
     */
    int reclaim(final long published, final long nowNs)
    {
        final long passed = Math.min(stage.position(), passedByReaders(published));
        final int count = passed > sequence ? takeBackUpTo(passed, nowNs) : 0;
        return null == fence ? count : count + fence.attachReaders(nowNs);
    }

    /**
     * @return last slot of which the buffer was taken back, or retained for a fenced reader.
     */
    long sequence()
    {
        return sequence;
    }

    /**
     * @param claimed last slot that was claimed.
     * @return whether every buffer is back.
     */
    boolean isDrained(final long claimed)
    {
        return sequence == claimed && (null == fence || fence.isClear());
    }

    private long passedByReaders(final long published)
    {
        if (null != fence)
        {
            return fence.passed(published);
        }
        long passed = Long.MAX_VALUE;
        for (final LaneReader reader : readers)
        {
            passed = Math.min(passed, reader.position());
        }
        return passed;
    }

    /** Those of one batch have one time of claim, and most have one class: they are one record, and one count. */
    private int takeBackUpTo(final long last, final long nowNs)
    {
        int count = 0;
        long next = sequence + 1;
        while (next <= last)
        {
            Packet packet = ring.get(next);
            final int sizeClass = packet.sizeClass();
            final long claimNs = packet.claimNs();
            int run = takeBack(next, packet);
            while (++next <= last)
            {
                packet = ring.get(next);
                if (packet.sizeClass() != sizeClass || packet.claimNs() != claimNs)
                {
                    break;
                }
                run += takeBack(next, packet);
            }
            buffers.onReturn(sizeClass, run, nowNs - claimNs);
            count += run;
        }
        sequence = last;
        ring.reclaim(last);
        return count;
    }

    /** How many buffers came back: none if it is retained. */
    private int takeBack(final long slot, final Packet packet)
    {
        if (null != fence && fence.isHeld(slot))
        {
            fence.retain(slot, packet.sizeClass(), packet.buffer(), packet.headerOffset(), packet.claimNs());
            packet.buffer(buffers.memory());
            return 0;
        }
        buffers.free(packet);
        return 1;
    }
}
