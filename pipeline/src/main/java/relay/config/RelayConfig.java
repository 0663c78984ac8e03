package relay.config;

import java.util.List;
import relay.pool.BufferCounts;

/**
 * A whole, valid configuration.
 *
 * @param name         of this relay; two relays that can hear each other must differ in it.
 * @param execution    how to run it.
 * @param classes      traffic classes in order of declaration, at least one.
 * @param flows        flows in order of declaration, at least one.
 * @param destinations destinations in order of declaration, at least one.
 * @param feeds        flows that carry copies of one source, in order of declaration.
 * @param reserve      buffers of each worker's reserve; none of any size if there is none.
 * @param flight       what is remembered and when it is written down; null for nothing.
 */
public record RelayConfig(
    String name,
    Execution execution,
    List<TrafficClass> classes,
    List<FlowConfig> flows,
    List<DestinationConfig> destinations,
    List<FeedConfig> feeds,
    BufferCounts reserve,
    FlightConfig flight)
{
    /**
     * A configuration without a flight recorder.
     */
    public RelayConfig(
        final String name,
        final Execution execution,
        final List<TrafficClass> classes,
        final List<FlowConfig> flows,
        final List<DestinationConfig> destinations,
        final List<FeedConfig> feeds,
        final BufferCounts reserve)
    {
        this(name, execution, classes, flows, destinations, feeds, reserve, null);
    }

    /**
     * A configuration without a reserve and without a flight recorder.
     */
    public RelayConfig(
        final String name,
        final Execution execution,
        final List<TrafficClass> classes,
        final List<FlowConfig> flows,
        final List<DestinationConfig> destinations,
        final List<FeedConfig> feeds)
    {
        this(name, execution, classes, flows, destinations, feeds, BufferCounts.NONE);
    }

    /**
     * A configuration without feeds and without a reserve.
     */
    public RelayConfig(
        final String name,
        final Execution execution,
        final List<TrafficClass> classes,
        final List<FlowConfig> flows,
        final List<DestinationConfig> destinations)
    {
        this(name, execution, classes, flows, destinations, List.of());
    }
}
