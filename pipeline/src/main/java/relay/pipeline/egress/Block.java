package relay.pipeline.egress;

/**
 * Why a lane did not send all that it had.
 */
enum Block
{
    /** It did, or its turn was over. */
    NONE,
    /** The socket or the Aeron stream took no more. */
    BACK_PRESSURED,
    /** The destination's rate allows no more. */
    SHAPED,
    /** The class's own rate allows no more: others may go. */
    LIMITED;

    /**
     * @return whether it concerns this lane only, so that others may go.
     */
    boolean isOfLane()
    {
        return BACK_PRESSURED == this || LIMITED == this;
    }
}
