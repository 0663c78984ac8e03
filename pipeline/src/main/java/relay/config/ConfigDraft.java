package relay.config;

import java.util.List;
import relay.transport.Endpoint;

/**
 * A configuration as read, before its parts are checked against each other.
 *
 * @param name         of the relay.
 * @param execution    how to run it.
 * @param classes      as declared.
 * @param flows        as declared.
 * @param destinations as declared.
 */
record ConfigDraft(
    String name,
    Execution execution,
    List<Placed<TrafficClass>> classes,
    List<Flow> flows,
    List<Destination> destinations)
{
    /**
     * @param name         as declared.
     * @param place        of the name.
     * @param from         null if it could not be read.
     * @param trafficClass null if none was named.
     * @param to           names of destinations.
     */
    record Flow(
        String name, Place place, Placed<Endpoint> from, Placed<String> trafficClass, List<Placed<String>> to)
    {
        String className()
        {
            return null == trafficClass ? TrafficClass.DEFAULT_NAME : trafficClass.value();
        }
    }

    /**
     * @param name              as declared.
     * @param place             of the name.
     * @param to                null if it could not be read.
     * @param maxLag            0 for the default.
     * @param whenSlow          as declared.
     * @param rateBitsPerSecond 0 for unlimited.
     * @param burstBytes        null for the default.
     */
    record Destination(
        String name,
        Place place,
        Placed<Endpoint> to,
        double maxLag,
        WhenSlow whenSlow,
        long rateBitsPerSecond,
        Placed<Long> burstBytes)
    {
    }
}
