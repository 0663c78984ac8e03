package relay.config;

import java.util.List;
import java.util.stream.Stream;
import relay.config.yaml.Place;
import relay.config.yaml.Placed;
import relay.pool.BufferCounts;
import relay.transport.endpoint.Endpoint;

/**
 * A configuration as read, before its parts are checked against each other.
 *
 * @param name         of the relay.
 * @param execution    how to run it.
 * @param classes      as declared.
 * @param flows        as declared.
 * @param destinations as declared.
 * @param feeds        as declared.
 * @param reserve      buffers of each worker's reserve; none of any size if there is none.
 * @param flight       what is remembered and when it is written down; null for nothing.
 */
record ConfigDraft(
    String name,
    Execution execution,
    List<Placed<TrafficClass>> classes,
    List<Flow> flows,
    List<Destination> destinations,
    List<Feed> feeds,
    BufferCounts reserve,
    FlightConfig flight)
{
    /**
     * @param name         as declared.
     * @param place        of the name.
     * @param from         null if it could not be read.
     * @param trafficClass null if none was named.
     * @param to           names of destinations.
     * @param policing     of the flow.
     * @param rules        that override its class.
     */
    record Flow(
        String name,
        Place place,
        Placed<Endpoint> from,
        Placed<String> trafficClass,
        List<Placed<String>> to,
        Policing policing,
        List<Rule> rules)
    {
        String className()
        {
            return null == trafficClass ? TrafficClass.DEFAULT_NAME : trafficClass.value();
        }

        Flow policed(final Policing limits)
        {
            return new Flow(name, place, from, trafficClass, to, limits, rules);
        }

        /**
         * @return names of all classes that its datagrams may have, its own first.
         */
        Stream<String> classNames()
        {
            return Stream.concat(Stream.of(className()), rules.stream().map(each -> each.rule().trafficClass()));
        }
    }

    /**
     * @param rule       as read.
     * @param classPlace of the name of its class.
     * @param dscpPlace  of the condition on the DSCP, null if there is none.
     */
    record Rule(ClassRule rule, Place classPlace, Place dscpPlace)
    {
    }

    /**
     * @param name              as declared.
     * @param place             of the name.
     * @param to                null if it could not be read.
     * @param maxLag            0 for the default.
     * @param whenSlow          as declared.
     * @param rateBitsPerSecond 0 for unlimited.
     * @param burstBytes        null for the default.
     * @param overheadBytes     of each datagram.
     */
    record Destination(
        String name,
        Place place,
        Placed<Endpoint> to,
        double maxLag,
        WhenSlow whenSlow,
        long rateBitsPerSecond,
        Placed<Long> burstBytes,
        int overheadBytes)
    {
    }

    /**
     * @param name   as declared.
     * @param place  of the name.
     * @param legs   names of flows.
     * @param config null if its key could not be read.
     */
    record Feed(String name, Place place, List<Placed<String>> legs, FeedConfig config)
    {
    }
}
