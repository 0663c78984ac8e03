package relay.pool.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Outcome;

/**
 * The outcomes that every hand-off of {@link LaneHandOff} allows. Each case adds the one that it forbids.
 */
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The threads hardly met.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Every packet was seen as it was handed over.")
public final class HandOffOutcomes
{
    private HandOffOutcomes()
    {
    }
}
