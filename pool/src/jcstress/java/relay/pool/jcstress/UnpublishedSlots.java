package relay.pool.jcstress;

import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A lane claims many slots and publishes them once. The Disruptor's sequencer moves the cursor over claimed slots when
 * a claim finds its cached gating sequence too old, which a lane must never let happen: a slot that is seen before it
 * is filled has the fields and bytes of the packet that was there one lap ago.
 */
@JCStressTest
@JCStressMeta(HandOffOutcomes.class)
@State
@Outcome(expect = FORBIDDEN, desc = "A slot is seen before it is filled.")
public class UnpublishedSlots extends LaneTraffic
{
    public UnpublishedSlots()
    {
        super(3, 1);
    }

    @Actor
    public void ingress()
    {
        produceBatches();
    }

    @Actor
    public void stage(final II_Result result)
    {
        pass(result);
    }
}
