package relay.tools.model;

import java.util.Map;
import relay.observe.LatencyTags;
import relay.pool.SizeClass;
import relay.tools.model.capacity.Lifetimes;

/**
 * How long buffers are in flight: as measured, or else as told.
 *
 * @param log  of measured ones, or null.
 * @param told nanoseconds by size class, may be empty.
 */
record ModelLifetimes(LifetimeLog log, Map<SizeClass, Long> told)
{
    /**
     * @param trafficClass of the lane.
     * @param sizeClass    of the buffers.
     * @return their lifetimes.
     * @throws IllegalArgumentException if there are none, with a message for the user.
     */
    Lifetimes of(final String trafficClass, final SizeClass sizeClass)
    {
        final Lifetimes measured = null == log ? null : log.lifetimes(trafficClass, sizeClass);
        if (null != measured)
        {
            return measured;
        }
        if (told.containsKey(sizeClass))
        {
            return Lifetimes.fixed(told.get(sizeClass));
        }
        final String size = LatencyTags.label(sizeClass);
        throw new IllegalArgumentException("no lifetimes of " + size + " buffers in class " + trafficClass +
            (null == log ? ": give --lifetime TIME, or --hlog FILE" :
                ": the histogram log has none, give --lifetime " + size + "=TIME for them"));
    }
}
