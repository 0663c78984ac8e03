package relay.perf.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;

/**
 * What one thread of a lane may see of another's work. A lane is too large to make one for each look, so each state is a
 * lane with few buffers, through which the threads pass many packets; every slot and buffer is used again and again.
 *
 * <p>First result: how many packets were not seen as they were filled, or had another verdict. Second: 1 when every slot
 * was used more than once, 0 when the threads hardly met.
 */
public final class LaneHandOff
{
    private static final BufferCounts ONE_BUFFER = new BufferCounts(1, 0, 0, 0);
    private static final BufferCounts THREE_BUFFERS = new BufferCounts(3, 0, 0, 0);

    private LaneHandOff()
    {
    }

    /** Ingress to the stage: fields and payload are written before the slot is published. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The stage saw each packet as ingress filled it.")
    @Outcome(expect = FORBIDDEN, desc = "The stage saw a published packet that was not filled.")
    public static class Publish
    {
        private final Lane lane = new Lane("publish", THREE_BUFFERS, Traffic.HEADER_LENGTH, 1);

        @Actor
        public void ingress()
        {
            Traffic.produce(lane, Lane::publish);
        }

        @Actor
        public void stage(final II_Result result)
        {
            Traffic.pass(lane, result);
        }
    }

    /** The stage to a reader: the verdict is written before the stage releases the slot. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The reader saw each packet with its own verdict.")
    @Outcome(expect = FORBIDDEN, desc = "The reader saw a packet before its verdict, or not filled.")
    public static class Judge
    {
        private final Lane lane = new Lane("judge", THREE_BUFFERS, Traffic.HEADER_LENGTH, 1);

        @Actor
        public void ingressAndStage()
        {
            Traffic.produce(lane, Traffic::publishAndJudge);
        }

        @Actor
        public void reader(final II_Result result)
        {
            final LaneReader reader = lane.reader(0);
            Traffic.consume(reader, result, sequence ->
            {
                final int wrong = Traffic.wrongVerdict(reader.packet(sequence), sequence) +
                    Traffic.wrongFill(reader.packet(sequence), sequence);
                reader.release(sequence);
                return wrong;
            });
        }
    }

    /** A reader back to ingress: with one buffer, ingress fills it again the moment that it is free, and not before. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The reader saw each packet until it released it.")
    @Outcome(expect = FORBIDDEN, desc = "The reader saw bytes of the next packet in its own.")
    public static class LendAgain
    {
        private final Lane lane = new Lane("lend-again", ONE_BUFFER, Traffic.HEADER_LENGTH, 1);

        @Actor
        public void ingress()
        {
            Traffic.produce(lane, Traffic::publishAndJudge);
        }

        @Actor
        public void reader(final II_Result result)
        {
            final LaneReader reader = lane.reader(0);
            Traffic.consume(reader, result, sequence ->
            {
                final int wrong = Traffic.wrongFill(reader.packet(sequence), sequence) +
                    Traffic.wrongFill(reader.packet(sequence), sequence);
                reader.release(sequence);
                return wrong;
            });
        }
    }

    /** Two readers: ingress has the buffer back when both have released it, not when one has. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second reader saw each packet until it released it too.")
    @Outcome(expect = FORBIDDEN, desc = "The buffer was filled again while the second reader had it.")
    public static class TwoReaders
    {
        private final Lane lane = new Lane("two-readers", ONE_BUFFER, Traffic.HEADER_LENGTH, 2);

        @Actor
        public void ingress()
        {
            Traffic.produce(lane, Traffic::publishAndJudge);
        }

        @Actor
        public void readers(final II_Result result)
        {
            final LaneReader second = lane.reader(1);
            Traffic.consume(second, result, sequence ->
            {
                lane.reader(0).release(sequence);
                final int wrong = Traffic.wrongFill(second.packet(sequence), sequence) +
                    Traffic.wrongVerdict(second.packet(sequence), sequence);
                second.release(sequence);
                return wrong;
            });
        }
    }

    /** Fencing against taking: with one buffer, ingress fills it again at once if the reader has not taken it. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader was not fenced while it ran.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Fenced and attached again, it saw each packet that it took.")
    @Outcome(expect = FORBIDDEN, desc = "The reader took a packet, and saw bytes of another.")
    public static class Fence
    {
        private final Lane lane = new Lane("fence", ONE_BUFFER, Traffic.HEADER_LENGTH, 1, null, true);

        @Actor
        public void ingressAndConductor()
        {
            Traffic.produce(lane, Traffic::publishAndFence);
        }

        @Actor
        public void reader(final II_Result result)
        {
            Traffic.take(lane.reader(0), result);
        }
    }

    /** The same with more buffers, so that one that is retained keeps none of the others from being used. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader was not fenced while it ran.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Fenced and attached again, it saw each packet that it took.")
    @Outcome(expect = FORBIDDEN, desc = "The reader took a packet, and saw bytes of another.")
    public static class FenceBesideOthers
    {
        private final Lane lane = new Lane("fence-beside-others", THREE_BUFFERS, Traffic.HEADER_LENGTH, 1, null, true);

        @Actor
        public void ingressAndConductor()
        {
            Traffic.produce(lane, Traffic::publishAndFence);
        }

        @Actor
        public void reader(final II_Result result)
        {
            Traffic.take(lane.reader(0), result);
        }
    }
}
