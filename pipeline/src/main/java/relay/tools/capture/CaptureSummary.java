package relay.tools.capture;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import relay.transport.capture.CaptureReader;
import relay.transport.endpoint.HostPort;

/**
 * What is in a capture, read to its end or to where it is damaged. Takes the same memory whatever the size of the file,
 * but for each destination; see {@link #GROUPS_MAX}.
 */
public final class CaptureSummary
{
    /** Destinations that are told apart. Past them, datagrams count in everything but the groups. */
    public static final int GROUPS_MAX = 100_000;

    private static final int FRAMED_LENGTH_MAX = 65_536 + Integer.BYTES;

    private final Map<Key, Group> groups = new HashMap<>();
    private final PayloadLengths lengths = new PayloadLengths();
    private final CaptureTimes times = new CaptureTimes();
    private final DatagramDigest all = new DatagramDigest();
    private final DatagramDigest multicast = new DatagramDigest();
    private final byte[] framed = new byte[FRAMED_LENGTH_MAX];
    private long ungrouped;

    private CaptureSummary()
    {
    }

    private record Key(boolean isIpv6, long high, long low, int port)
    {
    }

    /**
     * A destination.
     *
     * @param destination such as "239.1.1.1:5000"; it need not be multicast.
     * @param digest      of what was sent there.
     */
    public record Group(String destination, DatagramDigest digest)
    {
    }

    /**
     * @param reader at its beginning; read to the end.
     * @return what was in it.
     */
    public static CaptureSummary read(final CaptureReader reader)
    {
        final CaptureSummary summary = new CaptureSummary();
        while (reader.next())
        {
            summary.onDatagram(reader);
        }
        return summary;
    }

    /**
     * @return all datagrams, in the order of the file.
     */
    public DatagramDigest all()
    {
        return all;
    }

    /**
     * @return those that were sent to multicast groups.
     */
    public DatagramDigest multicast()
    {
        return multicast;
    }

    /**
     * @return destinations: first those with most datagrams, then by name.
     */
    public List<Group> groups()
    {
        return groups.values().stream().sorted(
            Comparator.comparingLong((Group group) -> -group.digest().datagrams()).thenComparing(Group::destination))
            .toList();
    }

    /**
     * @return datagrams of destinations past {@link #GROUPS_MAX}.
     */
    public long ungrouped()
    {
        return ungrouped;
    }

    /**
     * @return how long payloads were.
     */
    public PayloadLengths lengths()
    {
        return lengths;
    }

    /**
     * @return when datagrams came, of those that say so.
     */
    public CaptureTimes times()
    {
        return times;
    }

    private void onDatagram(final CaptureReader reader)
    {
        final int length = reader.payloadLength();
        final int framedLength = DatagramDigest.frame(reader.buffer(), reader.payloadOffset(), length, framed);
        all.onDatagram(framed, framedLength);
        if (reader.isMulticast())
        {
            multicast.onDatagram(framed, framedLength);
        }
        final Group group = group(reader);
        if (null == group)
        {
            ungrouped++;
        }
        else
        {
            group.digest().onDatagram(framed, framedLength);
        }
        lengths.onPayload(length);
        if (reader.isTimed())
        {
            times.onDatagram(reader.epochNs(), length);
        }
    }

    private Group group(final CaptureReader reader)
    {
        final HostPort to = reader.destination();
        final Key key = new Key(reader.isIpv6(), to.high(), to.low(), to.port());
        Group group = groups.get(key);
        if (null == group && groups.size() < GROUPS_MAX)
        {
            group = new Group(reader.destinationText(), new DatagramDigest());
            groups.put(key, group);
        }
        return group;
    }
}
