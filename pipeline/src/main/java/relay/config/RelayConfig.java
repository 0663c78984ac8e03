package relay.config;

import java.util.List;

/**
 * A whole, valid configuration.
 *
 * @param name         of this relay; two relays that can hear each other must differ in it.
 * @param execution    how to run it.
 * @param classes      traffic classes in order of declaration, at least one.
 * @param flows        flows in order of declaration, at least one.
 * @param destinations destinations in order of declaration, at least one.
 */
public record RelayConfig(
    String name,
    Execution execution,
    List<TrafficClass> classes,
    List<FlowConfig> flows,
    List<DestinationConfig> destinations)
{
}
