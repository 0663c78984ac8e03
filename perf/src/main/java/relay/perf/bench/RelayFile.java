package relay.perf.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Configurations of relays, as docs/configuration.md describes them.
 *
 * @param place        where the relay stands.
 * @param largeBuffers of 64 KiB, which let it take whole trains; 0 for none.
 */
public record RelayFile(Place place, int largeBuffers)
{
    private static final String FIRST_DESTINATION = "out";
    /** The networks of the groups begin at {@link Scene#IN_GROUP}, which ends on so many zeros. */
    private static final int PREFIX_BITS_MAX = 8;
    private static final int ADDRESS_BITS = 32;

    /**
     * @param from URI of the only flow.
     * @return from there to the sink.
     */
    String single(final String from)
    {
        return text(List.of(from), List.of(to(0)));
    }

    /**
     * @param count of flows.
     * @return each of a port of its own, from {@link Scene#IN_PORT} on, of one group, to the sink.
     */
    String flowsByPort(final int count)
    {
        return text(
            IntStream.range(0, count).mapToObj(i -> from(Scene.IN_GROUP, Integer.toString(Scene.IN_PORT + i))).toList(),
            List.of(to(0)));
    }

    /**
     * @param count of flows.
     * @return each of a group of its own, from {@link Scene#IN_GROUP} on, on one port, to the sink.
     */
    public String flowsByGroup(final int count)
    {
        return text(
            IntStream.range(0, count)
                .mapToObj(i -> from(group(Scene.IN_GROUP, i), Integer.toString(Scene.IN_PORT))).toList(),
            List.of(to(0)));
    }

    /**
     * @param count of joined groups, each on each of its ports counted.
     * @return one flow of so many, to the sink.
     */
    String groups(final int count)
    {
        final int lastPort = Scene.IN_PORT + portsOf(count) - 1;
        return single(from(Scene.IN_GROUP + "/" + (ADDRESS_BITS - Integer.numberOfTrailingZeros(groupsOf(count))),
            1 == portsOf(count) ? Integer.toString(Scene.IN_PORT) : Scene.IN_PORT + "-" + lastPort));
    }

    /**
     * @param count of groups.
     * @return flows of up to 256 groups each, powers of two as prefixes are, from {@link Scene#IN_GROUP} on, on one port, to
     *     the sink.
     */
    public String groupsByFlow(final int count)
    {
        final List<String> flows = new ArrayList<>();
        int done = 0;
        while (done < count)
        {
            final int each = Math.min(Integer.highestOneBit(count - done), 1 << PREFIX_BITS_MAX);
            final String prefix = "/" + (ADDRESS_BITS - Integer.numberOfTrailingZeros(each));
            flows.add(from(group(Scene.IN_GROUP, done) + prefix, Integer.toString(Scene.IN_PORT)));
            done += each;
        }
        return text(flows, List.of(to(0)));
    }

    /**
     * @param count of destinations.
     * @return one flow to the sink, and to groups after the sink's that nobody has joined.
     */
    public String destinations(final int count)
    {
        return text(List.of(from(Scene.IN_GROUP, Integer.toString(Scene.IN_PORT))),
            IntStream.range(0, count).mapToObj(this::to).toList());
    }

    /**
     * @param count of joined groups.
     * @return addresses in a prefix: the largest power of two that divides it.
     */
    static int groupsOf(final int count)
    {
        return Math.min(Integer.lowestOneBit(count), 1 << PREFIX_BITS_MAX);
    }

    /**
     * @param count of joined groups.
     * @return ports that each address needs to make so many.
     */
    static int portsOf(final int count)
    {
        return count / groupsOf(count);
    }

    private static String group(final String first, final int index)
    {
        long address = 0;
        for (final String part : first.split("\\."))
        {
            address = address << Byte.SIZE | Integer.parseInt(part);
        }
        final long wanted = address + index;
        return String.format(Locale.ROOT, "%d.%d.%d.%d",
            wanted >> 24 & 0xff, wanted >> 16 & 0xff, wanted >> 8 & 0xff, wanted & 0xff);
    }

    private String from(final String groups, final String ports)
    {
        return "udp://" + groups + ":" + ports + "?interface=" + place.inInterface() +
            "&receive-buffer=" + Scene.SOCKET_BUFFER_LENGTH;
    }

    private String to(final int index)
    {
        return "udp://" + group(Scene.OUT_GROUP, index) + ":" + Scene.OUT_PORT + "?interface=" + place.outInterface() +
            "&ttl=4&send-buffer=" + Scene.SOCKET_BUFFER_LENGTH;
    }

    private String text(final List<String> from, final List<String> to)
    {
        final String names = IntStream.range(0, to.size()).mapToObj(RelayFile::destination)
            .collect(Collectors.joining(", ", "[", "]"));
        final StringBuilder text = new StringBuilder();
        if (largeBuffers > 0)
        {
            text.append("classes: { default: { buffers: { large: ").append(largeBuffers).append(" } } }\n");
        }
        text.append("flows:\n");
        for (int i = 0; i < from.size(); i++)
        {
            text.append("  in-").append(i).append(": { from: \"").append(from.get(i)).append("\", to: ").append(names)
                .append(" }\n");
        }
        text.append("destinations:\n");
        for (int i = 0; i < to.size(); i++)
        {
            text.append("  ").append(destination(i)).append(": { to: \"").append(to.get(i)).append("\" }\n");
        }
        return text.toString();
    }

    private static String destination(final int index)
    {
        return 0 == index ? FIRST_DESTINATION : FIRST_DESTINATION + "-" + index;
    }
}
