package relay.config;

import java.util.List;
import relay.transport.Endpoint;

/**
 * What is matched on arrival, and where it goes.
 *
 * @param name         unique.
 * @param from         where its datagrams arrive.
 * @param trafficClass name of its class.
 * @param to           names of its destinations, at least one, no repeats.
 */
public record FlowConfig(String name, Endpoint from, String trafficClass, List<String> to)
{
    /**
     * @return a flow without any of what is optional.
     */
    public static FlowConfig of(
        final String name, final Endpoint from, final String trafficClass, final List<String> to)
    {
        return new FlowConfig(name, from, trafficClass, to);
    }
}
