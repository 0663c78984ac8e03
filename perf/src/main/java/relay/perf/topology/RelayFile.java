package relay.perf.topology;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Configurations of relays, as docs/configuration.md describes them.
 *
 * @param hop          place of the relay.
 * @param largeBuffers of 64 KiB each, which let it take whole trains; 0 for none.
 */
public record RelayFile(Hop hop, int largeBuffers)
{
    private static final String FIRST_DESTINATION = "out";
    /** The networks of the groups begin at {@link Topology#IN_GROUP}, which ends on that many zero bits. */
    private static final int PREFIX_BITS_MAX = 8;
    private static final int ADDRESS_BITS = 32;

    /** One flow from a URI to the sink. */
    String single(final String from)
    {
        return toSink(Stream.of(from));
    }

    /** Flows to the sink, each of a port of its own, from {@link Topology#IN_PORT} on, of one group. */
    public String flowsByPort(final int count)
    {
        return toSink(IntStream.range(0, count).mapToObj(i -> from(hop, Topology.IN_GROUP, Topology.IN_PORT + i)));
    }

    /** Flows to the sink, each of a group of its own, from {@link Topology#IN_GROUP} on, on one port. */
    public String flowsByGroup(final int count)
    {
        return toSink(IntStream.range(0, count)
            .mapToObj(i -> from(hop, group(Topology.IN_GROUP, i), Topology.IN_PORT)));
    }

    /** One flow to the sink of this many groups, each on each of its ports counted. */
    public String groups(final int count)
    {
        final int lastPort = Topology.IN_PORT + portsOf(count) - 1;
        return single(from(hop, prefix(Topology.IN_GROUP, groupsOf(count)),
            1 == portsOf(count) ? Topology.IN_PORT : Topology.IN_PORT + "-" + lastPort));
    }

    /** Flows to the sink of up to 256 groups each, powers of two as prefixes are, on one port. */
    public String groupsByFlow(final int count)
    {
        final List<String> flows = new ArrayList<>();
        int done = 0;
        while (done < count)
        {
            final int each = Math.min(Integer.highestOneBit(count - done), 1 << PREFIX_BITS_MAX);
            flows.add(from(hop, prefix(group(Topology.IN_GROUP, done), each), Topology.IN_PORT));
            done += each;
        }
        return toSink(flows.stream());
    }

    /** One flow to the sink, and to groups after the sink's that have no member. */
    public String destinations(final int count)
    {
        return text(List.of(from(hop, Topology.IN_GROUP, Topology.IN_PORT)),
            IntStream.range(0, count).mapToObj(i -> to(hop, i)).toList());
    }

    /** {@return addresses in a prefix of joined groups: the largest power of two that divides their number} */
    public static int groupsOf(final int count)
    {
        return Math.min(Integer.lowestOneBit(count), 1 << PREFIX_BITS_MAX);
    }

    /** {@return ports that each of these addresses needs to make that many} */
    public static int portsOf(final int count)
    {
        return count / groupsOf(count);
    }

    private static String prefix(final String first, final int groups)
    {
        return first + "/" + (ADDRESS_BITS - Integer.numberOfTrailingZeros(groups));
    }

    static String group(final String first, final int index)
    {
        final byte[] octets = InetAddress.ofLiteral(first).getAddress();
        final ByteBuffer address = ByteBuffer.wrap(octets);
        address.putInt(0, address.getInt(0) + index);
        return String.format(Locale.ROOT, "%d.%d.%d.%d",
            octets[0] & 0xff, octets[1] & 0xff, octets[2] & 0xff, octets[3] & 0xff);
    }

    /** The URI to receive from: groups, and a port or a range of ports. */
    static String from(final Hop hop, final String groups, final Object ports)
    {
        return "udp://" + groups + ":" + ports + "?interface=" + hop.inInterface() +
            "&receive-buffer=" + Topology.SOCKET_BUFFER_LENGTH;
    }

    /** The URI to send to: the sink's group, or one after it. */
    static String to(final Hop hop, final int index)
    {
        return "udp://" + group(Topology.OUT_GROUP, index) + ":" + Topology.OUT_PORT +
            "?interface=" + hop.outInterface() + "&ttl=4&send-buffer=" + Topology.SOCKET_BUFFER_LENGTH;
    }

    private String toSink(final Stream<String> flows)
    {
        return text(flows.toList(), List.of(to(hop, 0)));
    }

    private String text(final List<String> from, final List<String> to)
    {
        final String names = IntStream.range(0, to.size()).mapToObj(RelayFile::destination)
            .collect(Collectors.joining(", ", "[", "]"));
        return (largeBuffers > 0 ? "classes: { default: { buffers: { large: " + largeBuffers + " } } }\n" : "") +
            "flows:\n" + IntStream.range(0, from.size())
                .mapToObj(i -> "  in-" + i + ": { from: \"" + from.get(i) + "\", to: " + names + " }\n")
                .collect(Collectors.joining()) +
            "destinations:\n" + IntStream.range(0, to.size())
                .mapToObj(i -> "  " + destination(i) + ": { to: \"" + to.get(i) + "\" }\n")
                .collect(Collectors.joining());
    }

    private static String destination(final int index)
    {
        return 0 == index ? FIRST_DESTINATION : FIRST_DESTINATION + "-" + index;
    }
}
