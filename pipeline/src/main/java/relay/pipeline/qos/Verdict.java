package relay.pipeline.qos;

/**
 * What the qos stage says of a packet; kept in the slot as a number.
 */
public final class Verdict
{
    /** It goes on. */
    public static final int FORWARD = 0;
    /** Over its class's rate: destinations skip it. */
    public static final int POLICED = 1;

    private Verdict()
    {
    }
}
