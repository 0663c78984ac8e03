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

/**
 * A lane claims many slots and publishes them once. The Disruptor's sequencer moves the cursor over claimed slots when a
 * claim finds its cached gating sequence too old, which a lane must never let happen: a slot that is seen before it is
 * filled has the fields and bytes of the packet that was there one lap ago.
 */
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The stage saw each slot after it was filled and published.")
@Outcome(expect = FORBIDDEN, desc = "A slot is seen before it is filled.")
public class UnpublishedSlots
{
    private final Lane lane = new Lane("unpublished", new BufferCounts(3, 0, 0, 0), Traffic.HEADER_LENGTH, 1);

    @Actor
    public void ingress()
    {
        Traffic.produceBatches(lane);
    }

    @Actor
    public void stage(final II_Result result)
    {
        Traffic.pass(lane, result);
    }
}
