package relay.pool.jcstress;

import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * One thread of a lane sees another's work. A lane is too large to make one for each look, so each state is a lane with
 * few buffers, through which the threads pass many packets; every slot and buffer is used again and again.
 *
 * <p>First result: packets that were not seen as they were filled, or had another verdict. Second: 1 when every slot
 * was used more than once, 0 when the threads hardly met.
 */
public final class LaneHandOff
{
    private LaneHandOff()
    {
    }

    /** Ingress to the stage: fields and payload are written before the slot is published. */
    @JCStressTest
    @JCStressMeta(HandOffOutcomes.class)
    @Outcome(expect = FORBIDDEN, desc = "The stage saw a published packet that was not filled.")
    @State
    public static class Publish extends LaneTraffic
    {
        public Publish()
        {
            super(3, 1);
        }

        @Actor
        public void ingress()
        {
            produce(lane::publish);
        }

        @Actor
        public void stage(final II_Result result)
        {
            pass(result);
        }
    }

    /** The stage to a reader: the verdict is written before the stage releases the slot. */
    @JCStressTest
    @JCStressMeta(HandOffOutcomes.class)
    @Outcome(expect = FORBIDDEN, desc = "The reader saw a packet before its verdict, or not filled.")
    @State
    public static class Judge extends LaneTraffic
    {
        public Judge()
        {
            super(3, 1);
        }

        @Actor
        public void ingressAndStage()
        {
            produce(this::publishAndJudge);
        }

        @Actor
        public void reader(final II_Result result)
        {
            read(0, result);
        }
    }

    /** A reader back to ingress: with one buffer, ingress fills it again the moment that it is free, and not before. */
    @JCStressTest
    @JCStressMeta(HandOffOutcomes.class)
    @Outcome(expect = FORBIDDEN, desc = "The reader saw bytes of the next packet in its own.")
    @State
    public static class LendAgain extends LaneTraffic
    {
        public LendAgain()
        {
            super(1, 1);
        }

        @Actor
        public void ingress()
        {
            produce(this::publishAndJudge);
        }

        @Actor
        public void reader(final II_Result result)
        {
            read(0, result);
        }
    }

    /** Two readers: ingress has the buffer back when both have released it, not when one has. */
    @JCStressTest
    @JCStressMeta(HandOffOutcomes.class)
    @Outcome(expect = FORBIDDEN, desc = "The buffer was filled again while the second reader had it.")
    @State
    public static class TwoReaders extends LaneTraffic
    {
        public TwoReaders()
        {
            super(1, 2);
        }

        @Actor
        public void ingress()
        {
            produce(this::publishAndJudge);
        }

        @Actor
        public void readers(final II_Result result)
        {
            read(1, result);
        }
    }

    /** Fencing against taking: with one buffer, ingress fills it again at once if the reader has not taken it. */
    @JCStressTest
    @JCStressMeta(HandOffOutcomes.class)
    @Outcome(expect = FORBIDDEN, desc = "The reader took a packet, and saw bytes of another.")
    @State
    public static class Fence extends LaneTraffic
    {
        public Fence()
        {
            super(1, 1);
        }

        @Actor
        public void ingressAndConductor()
        {
            produce(this::publishAndFence);
        }

        @Actor
        public void reader(final II_Result result)
        {
            take(result);
        }
    }

    /** The same with more buffers, so that one that is retained keeps none of the others from being used. */
    @JCStressTest
    @JCStressMeta(HandOffOutcomes.class)
    @Outcome(expect = FORBIDDEN, desc = "The reader took a packet, and saw bytes of another.")
    @State
    public static class FenceBesideOthers extends LaneTraffic
    {
        public FenceBesideOthers()
        {
            super(3, 1);
        }

        @Actor
        public void ingressAndConductor()
        {
            produce(this::publishAndFence);
        }

        @Actor
        public void reader(final II_Result result)
        {
            take(result);
        }
    }
}
