package relay.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import relay.config.yaml.ConfigErrors;
import relay.config.yaml.Placed;
import relay.transport.endpoint.Endpoint;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Finds flows that would receive what they send, by themselves or by way of others: a datagram would go round for ever.
 * A depth-first search over "a destination of this flow is the input of that one", in time linear in those pairs.
 */
final class ForwardingLoops
{
    private final List<ConfigDraft.Flow> flows;
    private final Map<String, ConfigDraft.Destination> destinations;
    private final EndpointRelations relations;
    private final ConfigErrors errors;
    private final Map<String, BitSet> streamInputs = new HashMap<>();
    private final Map<String, BitSet> fedByDestination = new HashMap<>();
    private final BitSet[] successors;
    private final BitSet isFinished = new BitSet();
    private final BitSet isOpen = new BitSet();
    private final BitSet isReported = new BitSet();

    ForwardingLoops(
        final List<ConfigDraft.Flow> flows,
        final Map<String, ConfigDraft.Destination> destinations,
        final EndpointRelations relations,
        final ConfigErrors errors)
    {
        this.flows = flows;
        this.destinations = destinations;
        this.relations = relations;
        this.errors = errors;
        successors = new BitSet[flows.size()];
    }

    void report()
    {
        for (int i = 0; i < flows.size(); i++)
        {
            final String stream = EndpointRelations.stream(flows.get(i).from(), flows.get(i).className());
            if (null != stream)
            {
                streamInputs.computeIfAbsent(stream, ignore -> new BitSet()).set(i);
            }
        }
        for (int i = 0; i < flows.size(); i++)
        {
            successors[i] = new BitSet();
            for (final Placed<String> to : flows.get(i).to())
            {
                successors[i].or(fed(i, to.value()));
            }
        }
        for (int i = 0; i < flows.size() && !errors.isFull(); i++)
        {
            if (!isFinished.get(i))
            {
                search(i);
            }
        }
    }

    private void search(final int root)
    {
        final ArrayDeque<int[]> stack = new ArrayDeque<>();
        final List<Integer> path = new ArrayList<>();
        push(root, stack, path);
        while (!stack.isEmpty())
        {
            final int[] top = stack.peek();
            final int next = successors[top[0]].nextSetBit(top[1]);
            top[1] = next + 1;
            if (next < 0)
            {
                stack.pop();
                path.removeLast();
                isOpen.clear(top[0]);
                isFinished.set(top[0]);
            }
            else if (isOpen.get(next))
            {
                report(path.subList(path.indexOf(next), path.size()));
            }
            else if (!isFinished.get(next))
            {
                push(next, stack, path);
            }
        }
    }

    private void push(final int flow, final ArrayDeque<int[]> stack, final List<Integer> path)
    {
        stack.push(new int[]{flow, 0});
        path.add(flow);
        isOpen.set(flow);
    }

    private void report(final List<Integer> circle)
    {
        final int first = circle.getFirst();
        if (isReported.get(first))
        {
            return;
        }
        isReported.set(first);
        final int last = circle.getLast();
        for (final Placed<String> to : flows.get(last).to())
        {
            if (fed(last, to.value()).get(first))
            {
                errors.error(to.place(), message(circle, to.value()));
                return;
            }
        }
    }

    private String message(final List<Integer> circle, final String destination)
    {
        final String firstName = flows.get(circle.getFirst()).name();
        final Placed<Endpoint> endpoint = destinations.get(destination).to();
        final UdpEndpoint udp = EndpointRelations.udp(endpoint);
        final boolean isOnInterface = null != udp && (udp.isOriginal() || udp.isMulticast());
        final String uri = endpoint.value().uri();
        final String mend = isOnInterface ? "; if they are on different interfaces, name both" : "";
        if (1 == circle.size())
        {
            return "flow '" + firstName + "' would receive what it sends: destination '" + destination + "' (" + uri +
                ") is its own input" + mend;
        }
        final StringBuilder names = new StringBuilder();
        circle.forEach(index -> names.append('\'').append(flows.get(index).name()).append("' -> "));
        return "flows go in a circle: " + names + "'" + firstName + "': destination '" + destination + "' (" +
            uri + ") is the input of flow '" + firstName + "'" + mend;
    }

    /**
     * @param flow        that sends.
     * @param destination that it sends to.
     * @return the flows whose input receives that.
     */
    private BitSet fed(final int flow, final String destination)
    {
        final ConfigDraft.Destination declared = destinations.get(destination);
        final String stream =
            null == declared ? null : EndpointRelations.stream(declared.to(), flows.get(flow).className());
        if (null != stream)
        {
            return streamInputs.getOrDefault(stream, new BitSet());
        }
        final UdpEndpoint output = null == declared ? null : EndpointRelations.udp(declared.to());
        if (null == output)
        {
            return new BitSet();
        }
        if (!output.isOriginal())
        {
            return fedByDestination.computeIfAbsent(destination, ignore -> fed(output, output));
        }
        // Where an Aeron input's datagrams were first sent to is known only when they arrive.
        final UdpEndpoint input = EndpointRelations.udp(flows.get(flow).from());
        return null == input || !input.isMulticast() ? new BitSet() :
            fedByDestination.computeIfAbsent(flow + " " + output.networkInterface(), ignore -> fed(output, input));
    }

    private BitSet fed(final UdpEndpoint output, final UdpEndpoint target)
    {
        final BitSet fed = new BitSet();
        for (int i = 0; i < flows.size(); i++)
        {
            final UdpEndpoint input = EndpointRelations.udp(flows.get(i).from());
            if (null != input && relations.feeds(output, target, input))
            {
                fed.set(i);
            }
        }
        return fed;
    }
}
