package relay.perf.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.Packet;

/**
 * What one thread of a lane may see of another's work. Each state has a lane of its own, with a single small buffer, so
 * that the buffer is lent again as soon as it is free.
 */
public final class LaneHandOff
{
    private static final BufferCounts ONE_BUFFER = new BufferCounts(1, 0, 0, 0);
    private static final int LENGTH = 1_000;
    private static final int FLOW = 7;
    private static final int VERDICT = 1;
    private static final long STAMP = 0x1122_3344_5566_7788L;
    private static final int ATTEMPTS = 500;

    private LaneHandOff()
    {
    }

    /** Ingress to the stage: fields and payload are written before the slot is published. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The stage came before the publish.")
    @Outcome(id = "7, 1234605616436508552", expect = ACCEPTABLE, desc = "The stage saw the packet whole.")
    @Outcome(expect = FORBIDDEN, desc = "The stage saw a published packet that was not filled.")
    public static class Publish
    {
        private final Lane lane = new Lane("publish", ONE_BUFFER, 0, 1);

        @Actor
        public void ingress()
        {
            fill(lane, STAMP);
            lane.publish();
        }

        @Actor
        public void stage(final IJ_Result result)
        {
            final LaneReader stage = lane.stage();
            if (stage.available() == 0)
            {
                final Packet packet = stage.packet(0);
                result.r1 = packet.flowIndex();
                result.r2 = stampOf(packet, STAMP);
            }
        }
    }

    /** The stage to a reader: the verdict is written before the stage releases the slot. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader came before the stage was done.")
    @Outcome(id = "1, 1234605616436508552", expect = ACCEPTABLE, desc = "The reader saw verdict and packet.")
    @Outcome(expect = FORBIDDEN, desc = "The reader saw a packet without its verdict, or not filled.")
    public static class Judge
    {
        private final Lane lane = new Lane("judge", ONE_BUFFER, 0, 1);

        @Actor
        public void ingressAndStage()
        {
            fill(lane, STAMP);
            lane.publish();
            lane.stage().packet(0).verdict(VERDICT);
            lane.stage().release(0);
        }

        @Actor
        public void reader(final IJ_Result result)
        {
            final LaneReader reader = lane.reader(0);
            if (reader.available() == 0)
            {
                final Packet packet = reader.packet(0);
                result.r1 = packet.verdict();
                result.r2 = stampOf(packet, STAMP);
            }
        }
    }

    /** A reader and ingress, round and round: ingress writes into the buffer only once it has it back. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met: the buffer was not lent again.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The buffer went round; each packet was seen as it was filled.")
    @Outcome(expect = FORBIDDEN, desc = "The reader saw bytes of the next packet, or of the one before.")
    public static class LendAgain
    {
        private final Lane lane = new Lane("lend-again", ONE_BUFFER, 0, 1);

        @Actor
        public void ingress()
        {
            long stamp = 0;
            for (int i = 0; i < ATTEMPTS; i++)
            {
                if (lane.reclaim(0) > 0 || 0 == stamp)
                {
                    fill(lane, stamp++);
                    passStage(lane);
                }
            }
        }

        @Actor
        public void reader(final II_Result result)
        {
            final LaneReader reader = lane.reader(0);
            for (int i = 0; i < ATTEMPTS; i++)
            {
                final long next = reader.position() + 1;
                if (reader.available() >= next)
                {
                    result.r1 += stampOf(reader.packet(next), next) == next ? 0 : 1;
                    result.r2 = next > 0 ? 1 : 0;
                    reader.release(next);
                }
            }
        }
    }

    /** Two readers: a buffer comes back when both have released it, not when one has. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The readers came before the packet.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Both readers were done after ingress had looked last.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Ingress took the buffer back after both, and filled it again.")
    @Outcome(expect = FORBIDDEN, desc = "The buffer was filled again while the second reader had it.")
    public static class TwoReaders
    {
        private final Lane lane = new Lane("two-readers", ONE_BUFFER, 0, 2);

        @Actor
        public void ingress(final II_Result result)
        {
            fill(lane, STAMP);
            passStage(lane);
            for (int i = 0; i < ATTEMPTS && 0 == result.r2; i++)
            {
                if (lane.reclaim(0) > 0)
                {
                    fill(lane, ~STAMP);
                    result.r2 = 1;
                }
            }
        }

        @Actor
        public void readers(final II_Result result)
        {
            for (int i = 0; i < ATTEMPTS && 0 == result.r1; i++)
            {
                if (lane.reader(0).available() == 0)
                {
                    lane.reader(0).release(0);
                    result.r1 = stampOf(lane.reader(1).packet(0), STAMP) == STAMP ? 1 : 2;
                    lane.reader(1).release(0);
                }
            }
        }
    }

    private static void fill(final Lane lane, final long stamp)
    {
        final Packet packet = lane.packet(lane.claim(LENGTH, 0));
        packet.flowIndex(FLOW);
        packet.buffer().putLong(packet.payloadOffset(), stamp);
        packet.buffer().putLong(packet.payloadOffset() + LENGTH - Long.BYTES, stamp);
    }

    private static void passStage(final Lane lane)
    {
        lane.publish();
        lane.stage().release(lane.stage().available());
    }

    /**
     * @return the stamp, if the packet bears it wherever one looks; otherwise another number.
     */
    private static long stampOf(final Packet packet, final long stamp)
    {
        final long first = packet.buffer().getLong(packet.payloadOffset());
        final long last = packet.buffer().getLong(packet.payloadOffset() + packet.length() - Long.BYTES);
        final long firstAgain = packet.buffer().getLong(packet.payloadOffset());
        return stamp == first && stamp == last && stamp == firstAgain && FLOW == packet.flowIndex() ? stamp : ~first;
    }
}
