package relay.pool.jcstress;

import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.infra.results.II_Result;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;
import relay.pool.fence.FencedReader;

/**
 * State of a case: a lane with few buffers, and two actors that pass many packets through it. Each packet bears its own
 * sequence in its fields, its header and its payload. Neither actor waits for ever: one without progress gives up.
 */
abstract class LaneTraffic
{
    private static final int PACKETS = 400;
    private static final int IDLE_MAX = 5_000;
    private static final int HEADER_LENGTH = 8;
    private static final int LENGTH = 1_000;
    private static final int SLOTS_MAX = 4;

    /** Shared by both actors; each calls only what its thread may call. */
    final Lane lane;

    /**
     * @param buffers of the lane, small ones.
     * @param readers of the lane.
     */
    LaneTraffic(final int buffers, final int readers)
    {
        lane = new Lane("stress", new BufferCounts(buffers, 0, 0, 0), HEADER_LENGTH, readers, null, true);
    }

    /**
     * Called from the ingress actor: fills a buffer as soon as one is free.
     *
     * @param passOn publishes what was filled.
     */
    final void produce(final Runnable passOn)
    {
        spin(() -> lane.claimedSequence() >= PACKETS - 1, () ->
        {
            final long sequence = lane.claim(LENGTH, 0);
            if (sequence < 0)
            {
                return lane.reclaim(0) > 0;
            }
            fill(lane.packet(sequence), sequence);
            passOn.run();
            return true;
        });
    }

    /**
     * Called from the ingress actor, as after a receive batch: claims as many packets as there are buffers, fills them
     * after that, and publishes them together.
     */
    final void produceBatches()
    {
        spin(() -> lane.claimedSequence() >= PACKETS - 1, () ->
        {
            final long before = lane.claimedSequence();
            long claimed = 0;
            while (claimed >= 0 && lane.claimedSequence() < PACKETS - 1)
            {
                claimed = lane.claim(LENGTH, 0);
            }
            for (long sequence = before + 1; sequence <= lane.claimedSequence(); sequence++)
            {
                fill(lane.packet(sequence), sequence);
            }
            lane.publish();
            return lane.reclaim(0) > 0;
        });
    }

    /** Called from the ingress actor: publishes, and writes the sequence as the verdict, as the stage. */
    final void publishAndJudge()
    {
        lane.publish();
        lane.stage().poll((packet, sequence, isLast) ->
        {
            packet.verdict((int)sequence);
            return true;
        });
    }

    /** Called from the ingress actor: fences the reader at every other packet, just when the reader could take it. */
    final void publishAndFence()
    {
        publishAndJudge();
        if (1 == (lane.stage().position() & 1))
        {
            lane.reader(0).fence().fence();
        }
    }

    /**
     * Called from the other actor, as stage and as the only reader behind it: looks at all packets that were published,
     * and releases them.
     *
     * @param result of the case.
     */
    final void pass(final II_Result result)
    {
        final LaneStage stage = lane.stage();
        spin(() -> stage.position() >= PACKETS - 1, () ->
        {
            final int count = stage.poll((packet, sequence, isLast) ->
            {
                result.r1 += wrongFill(packet, sequence);
                return true;
            });
            lane.reader(0).release(stage.position());
            return count > 0;
        });
        result.r2 = stage.position() > 2 * SLOTS_MAX ? 1 : 0;
    }

    /**
     * Called from the other actor: looks twice at each packet, and releases it.
     *
     * @param index  of the last reader; those before it release each packet first.
     * @param result of the case.
     */
    final void read(final int index, final II_Result result)
    {
        final LaneReader reader = lane.reader(index);
        spin(() -> reader.position() >= PACKETS - 1, () ->
        {
            final long next = reader.position() + 1;
            if (reader.available() < next)
            {
                return false;
            }
            for (int i = 0; i < index; i++)
            {
                lane.reader(i).release(next);
            }
            result.r1 += wrong(reader.packet(next), next);
            reader.release(next);
            return true;
        });
        result.r2 = reader.position() > 2 * SLOTS_MAX ? 1 : 0;
    }

    /**
     * Called from the other actor, whose reader may be fenced at any moment: takes the packets one by one, and looks
     * twice at each that it has taken.
     *
     * @param result of the case: the errors, and whether the reader was fenced.
     */
    final void take(final II_Result result)
    {
        final LaneReader reader = lane.reader(0);
        final FencedReader fence = reader.fence();
        final Packet copy = new Packet();
        spin(() -> fence.taken() >= PACKETS - 1, () ->
        {
            if (fence.checkFenced())
            {
                fence.drained();
                result.r2 = 1;
            }
            final long next = fence.taken() + 1;
            if (fence.isDrained() || reader.available() < next)
            {
                return false;
            }
            copy.copyOf(reader.packet(next));
            final boolean isTaken = fence.commitTaken(next);
            if (isTaken)
            {
                result.r1 += wrong(copy, next);
                reader.release(next);
            }
            return isTaken;
        });
    }

    /** Not for ever: an actor without progress gives up. */
    private static void spin(final BooleanSupplier isDone, final BooleanSupplier step)
    {
        for (int idle = 0; idle < IDLE_MAX && !isDone.getAsBoolean(); idle++)
        {
            if (step.getAsBoolean())
            {
                idle = 0;
            }
            else
            {
                Thread.onSpinWait();
            }
        }
    }

    private static int wrong(final Packet packet, final long sequence)
    {
        final int wrongVerdict = (int)sequence == packet.verdict() ? 0 : 1;
        return wrongVerdict + wrongFill(packet, sequence) + wrongFill(packet, sequence);
    }

    private static int wrongFill(final Packet packet, final long sequence)
    {
        final int end = packet.payloadOffset() + packet.length() - Long.BYTES;
        final boolean isRight = LENGTH == packet.length() &&
            (int)sequence == packet.flowIndex() &&
            sequence == packet.buffer().getLong(packet.headerOffset()) &&
            sequence == packet.buffer().getLong(end);
        return isRight ? 0 : 1;
    }

    private static void fill(final Packet packet, final long sequence)
    {
        packet.flowIndex((int)sequence);
        packet.buffer().putLong(packet.headerOffset(), sequence);
        packet.buffer().putLong(packet.payloadOffset() + packet.length() - Long.BYTES, sequence);
    }
}
