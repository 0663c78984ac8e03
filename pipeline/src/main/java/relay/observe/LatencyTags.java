package relay.observe;

import java.util.Locale;
import java.util.regex.Pattern;
import relay.pool.SizeClass;

/**
 * Names of latency histograms, the same in the histogram log, the report and the metrics.
 */
public final class LatencyTags
{
    private static final Pattern VALID = Pattern.compile("[^\\s,]+");

    private LatencyTags()
    {
    }

    /**
     * @param trafficClass of the lane.
     * @param sizeClass    of the buffer.
     * @return the tag of times from claim to the buffer being back with the pool, such as
     * {@code lifetime.market-data.small}.
     */
    public static String lifetime(final String trafficClass, final SizeClass sizeClass)
    {
        return "lifetime." + trafficClass + "." + label(sizeClass);
    }

    /**
     * @param sizeClass any.
     * @return its name as configurations and reports write it.
     */
    public static String label(final SizeClass sizeClass)
    {
        return sizeClass.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param trafficClass of the lane.
     * @param destination  that is done with the packet.
     * @return the tag of times from claim to that destination being done, such as {@code residence.market-data.site-b}.
     */
    public static String residence(final String trafficClass, final String destination)
    {
        return "residence." + trafficClass + "." + destination;
    }

    /**
     * @param feed that the flow is a leg of.
     * @param flow that was first.
     * @return the tag of times by which it was earlier than another leg, such as {@code lead.itch.itch-a}.
     */
    public static String lead(final String feed, final String flow)
    {
        return "lead." + feed + "." + flow;
    }

    /**
     * @param trafficClass of the lane, which has a deadline.
     * @param destination  that the packet was to be sent to.
     * @return the tag of times past the deadline, of what expired, such as {@code late.market-data.site-b}.
     */
    public static String late(final String trafficClass, final String destination)
    {
        return "late." + trafficClass + "." + destination;
    }

    static String requireValid(final String tag)
    {
        if (!VALID.matcher(tag).matches())
        {
            throw new IllegalArgumentException("histogram tag '" + tag +
                "': must not be empty nor hold commas or blanks, which end a tag in the histogram log");
        }
        return tag;
    }
}
