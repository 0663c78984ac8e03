package relay.pipeline.flight;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The ring that a {@link FlightLane} goes on with when it hands one over; empty until the writer gives that back.
 */
final class SpareRing
{
    // set by the thread that wrote a ring, taken by the ingress thread
    private final AtomicReference<FlightRing> givenBack = new AtomicReference<>();

    // ingress thread
    private FlightRing spare;

    SpareRing(final FlightRing spare)
    {
        this.spare = spare;
    }

    /**
     * Called from the thread that wrote a ring.
     *
     * @param ring that is empty again.
     */
    void giveBack(final FlightRing ring)
    {
        givenBack.set(ring);
    }

    /** Called from the ingress thread: a ring that was given back is the spare one. */
    void takeBack()
    {
        if (null == spare)
        {
            spare = givenBack.getAndSet(null);
        }
    }

    /**
     * Called from the ingress thread.
     *
     * @return whether there is one.
     */
    boolean isThere()
    {
        return null != spare;
    }

    /**
     * Called from the ingress thread.
     *
     * @return the ring, which is spare no longer.
     */
    FlightRing take()
    {
        final FlightRing taken = spare;
        spare = null;
        return taken;
    }
}
