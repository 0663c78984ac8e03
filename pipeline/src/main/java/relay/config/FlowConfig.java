package relay.config;

import java.util.List;
import java.util.stream.Stream;
import relay.transport.endpoint.Endpoint;

/**
 * What is matched on arrival, and where it goes.
 *
 * @param name         unique.
 * @param from         where its datagrams arrive.
 * @param trafficClass name of its class.
 * @param to           names of its destinations, at least one, no repeats.
 * @param policing     of this flow alone, before its class's.
 * @param overrides    of its class, the first that matches counts; only where it arrives by UDP.
 */
public record FlowConfig(
    String name,
    Endpoint from,
    String trafficClass,
    List<String> to,
    Policing policing,
    List<ClassRule> overrides)
{
    /**
     * @return a flow without any of what is optional.
     */
    public static FlowConfig of(
        final String name, final Endpoint from, final String trafficClass, final List<String> to)
    {
        return new FlowConfig(name, from, trafficClass, to, Policing.NONE, List.of());
    }

    /**
     * @return the same with a policer.
     */
    public FlowConfig policed(final Policing limits)
    {
        return new FlowConfig(name, from, trafficClass, to, limits, overrides);
    }

    /**
     * @return the same with rules that override its class.
     */
    public FlowConfig overridden(final ClassRule... rules)
    {
        return new FlowConfig(name, from, trafficClass, to, policing, List.of(rules));
    }

    /**
     * @return names of the classes that its datagrams may have, without repeats; its own first.
     */
    public List<String> trafficClasses()
    {
        return Stream.concat(Stream.of(trafficClass), overrides.stream().map(ClassRule::trafficClass))
            .distinct().toList();
    }

    /**
     * @return whether the DSCP of arriving datagrams must be known.
     */
    public boolean needsDscp()
    {
        return overrides.stream().anyMatch(ClassRule::needsDscp);
    }
}
