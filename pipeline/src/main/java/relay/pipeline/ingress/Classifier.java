package relay.pipeline.ingress;

import java.util.List;
import relay.config.ClassRule;
import relay.config.FlowConfig;
import relay.transport.endpoint.HostPort;

/**
 * Finds the class of what one socket receives: that of the first rule of its flow that matches, or the flow's own.
 * Belongs to the ingress thread, and allocates nothing.
 */
final class Classifier
{
    private final ClassRule[] rules;
    private final int[] classIndexes;

    /**
     * @param flow that the socket belongs to.
     * @param port that the socket is bound to: rules for others are left out.
     */
    Classifier(final FlowConfig flow, final int port)
    {
        final List<String> names = flow.trafficClasses();
        rules = flow.overrides().stream().filter(rule -> rule.mayMatchAt(port)).toArray(ClassRule[]::new);
        classIndexes = new int[rules.length];
        for (int i = 0; i < rules.length; i++)
        {
            classIndexes[i] = names.indexOf(rules[i].trafficClass());
        }
    }

    /**
     * @param source of a datagram.
     * @param dscp   that it arrived with.
     * @param length of its payload; of a train, of its first datagram.
     * @return index of its class in {@link FlowConfig#trafficClasses()}, 0 for the flow's own.
     */
    int classIndex(final HostPort source, final int dscp, final int length)
    {
        for (int i = 0; i < rules.length; i++)
        {
            if (rules[i].matches(source, dscp, length))
            {
                return classIndexes[i];
            }
        }
        return 0;
    }
}
