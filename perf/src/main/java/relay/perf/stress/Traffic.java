package relay.perf.stress;

import java.util.function.Consumer;
import java.util.function.LongToIntFunction;
import org.openjdk.jcstress.infra.results.II_Result;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;
import relay.pool.fence.FencedReader;

/**
 * Packets that bear their own sequence wherever one looks, passed through a lane. Neither side waits for ever: an actor
 * that makes no progress gives up.
 */
final class Traffic
{
    static final int HEADER_LENGTH = 8;

    private static final int PACKETS = 400;
    private static final int IDLE_MAX = 5_000;
    private static final int LENGTH = 1_000;
    private static final int SLOTS_MAX = 4;

    private Traffic()
    {
    }

    /**
     * The ingress side: fills a buffer as soon as there is one.
     *
     * @param lane   of small buffers.
     * @param passOn what comes after filling.
     */
    static void produce(final Lane lane, final Consumer<Lane> passOn)
    {
        long next = 0;
        for (int idle = 0; next < PACKETS && idle < IDLE_MAX; idle++)
        {
            final long sequence = lane.claim(LENGTH, 0);
            if (sequence >= 0)
            {
                fill(lane.packet(sequence), sequence);
                passOn.accept(lane);
                next = sequence + 1;
                idle = 0;
            }
            else if (0 == lane.reclaim(0))
            {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * The other side: looks at packets one by one.
     *
     * @param upstream tells what is there, and how far this side is.
     * @param result   of the test.
     * @param look     at one packet, release it, and say how much was wrong.
     */
    static void consume(final LaneReader upstream, final II_Result result, final LongToIntFunction look)
    {
        long next = 0;
        int wrong = 0;
        for (int idle = 0; next < PACKETS && idle < IDLE_MAX; idle++)
        {
            if (upstream.available() >= next)
            {
                wrong += look.applyAsInt(next);
                next++;
                idle = 0;
            }
            else
            {
                Thread.onSpinWait();
            }
        }
        result.r1 = wrong;
        result.r2 = next > 2 * SLOTS_MAX ? 1 : 0;
    }

    /**
     * The stage and a reader behind it: looks at all packets that were published, and releases them.
     *
     * @param lane   with one reader.
     * @param result of the test.
     */
    static void pass(final Lane lane, final II_Result result)
    {
        final LaneStage stage = lane.stage();
        for (int idle = 0; stage.position() < PACKETS - 1 && idle < IDLE_MAX; idle++)
        {
            final int count = stage.poll((packet, sequence, isLast) ->
            {
                result.r1 += wrongFill(packet, sequence);
                return true;
            });
            if (count > 0)
            {
                lane.reader(0).release(stage.position());
                idle = 0;
            }
            else
            {
                Thread.onSpinWait();
            }
        }
        result.r2 = stage.position() > 2 * SLOTS_MAX ? 1 : 0;
    }

    /**
     * The ingress side of a receive batch: claims as many packets as there are buffers, fills them after that, and
     * publishes them together.
     *
     * @param lane of small buffers.
     */
    static void produceBatches(final Lane lane)
    {
        long filled = -1;
        for (int idle = 0; filled < PACKETS - 1 && idle < IDLE_MAX; idle++)
        {
            while (lane.claimedSequence() < PACKETS - 1 && lane.claim(LENGTH, 0) >= 0)
            {
                idle = 0;
            }
            while (filled < lane.claimedSequence())
            {
                filled++;
                fill(lane.packet(filled), filled);
            }
            lane.publish();
            if (0 == lane.reclaim(0))
            {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * A reader that may be fenced at any moment: takes packets one by one, and looks twice at what it has taken.
     *
     * @param reader that takes.
     * @param result of the test: what was wrong, and whether it was fenced.
     */
    static void take(final LaneReader reader, final II_Result result)
    {
        final FencedReader fence = reader.fence();
        final Packet copy = new Packet();
        for (int idle = 0; fence.taken() < PACKETS - 1 && idle < IDLE_MAX; idle++)
        {
            if (fence.checkFenced())
            {
                fence.drained();
                result.r2 = 1;
            }
            final long next = fence.taken() + 1;
            if (!fence.isDrained() && reader.available() >= next)
            {
                copy.copyOf(reader.packet(next));
                if (fence.commitTaken(next))
                {
                    result.r1 += wrongFill(copy, next) + wrongVerdict(copy, next) + wrongFill(copy, next);
                    reader.release(next);
                    idle = 0;
                }
            }
        }
    }

    static void publishAndJudge(final Lane lane)
    {
        lane.publish();
        lane.stage().poll((packet, sequence, isLast) ->
        {
            packet.verdict((int)sequence);
            return true;
        });
    }

    /**
     * With every other packet, just when the reader could take it, that is fenced.
     */
    static void publishAndFence(final Lane lane)
    {
        publishAndJudge(lane);
        if (1 == (lane.stage().position() & 1))
        {
            lane.reader(0).fence().fence();
        }
    }

    static int wrongFill(final Packet packet, final long sequence)
    {
        final int end = packet.payloadOffset() + packet.length() - Long.BYTES;
        final boolean isRight = LENGTH == packet.length() &&
            (int)sequence == packet.flowIndex() &&
            sequence == packet.buffer().getLong(packet.headerOffset()) &&
            sequence == packet.buffer().getLong(end);
        return isRight ? 0 : 1;
    }

    static int wrongVerdict(final Packet packet, final long sequence)
    {
        return (int)sequence == packet.verdict() ? 0 : 1;
    }

    private static void fill(final Packet packet, final long sequence)
    {
        packet.flowIndex((int)sequence);
        packet.buffer().putLong(packet.headerOffset(), sequence);
        packet.buffer().putLong(packet.payloadOffset() + packet.length() - Long.BYTES, sequence);
    }
}
