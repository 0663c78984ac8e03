package relay.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a relay remembers of what it relayed, and when it writes that down.
 *
 * @param directory     to write to.
 * @param packets       of each class that are remembered, and the most that are written of those after the trigger.
 * @param snapLength    how much of each payload, in bytes.
 * @param triggers      that count, besides requests.
 * @param afterNs       how long recording goes on after the trigger, in nanoseconds.
 * @param atMostEveryNs the least time from one file of a class to the next, in nanoseconds.
 * @param keep          how many files stay; older ones of the same relay are deleted.
 * @param classes       names of the classes that are remembered.
 */
public record FlightConfig(
    Path directory,
    int packets,
    int snapLength,
    List<FlightTrigger> triggers,
    long afterNs,
    long atMostEveryNs,
    int keep,
    List<String> classes)
{
    /** What is kept of a datagram besides its payload, in bytes. */
    public static final int ENTRY_HEADER_LENGTH = 64;
    /** The most that one memory of a class may take; it has two. */
    public static final long RING_BYTES_MAX = 1L << 30;

    private static final int ENTRY_ALIGNMENT = 64;

    /**
     * @param existing names of the classes that there are.
     * @return the same without others.
     */
    FlightConfig only(final Collection<String> existing)
    {
        return new FlightConfig(directory, packets, snapLength, triggers, afterNs, atMostEveryNs, keep,
            classes.stream().filter(existing::contains).toList());
    }

    /**
     * @return bytes for each datagram.
     */
    public int entryLength()
    {
        return ENTRY_HEADER_LENGTH + snapLength + ENTRY_ALIGNMENT - 1 & -ENTRY_ALIGNMENT;
    }

    /**
     * @return datagrams that one memory of a class holds: those before the trigger, and as many after it.
     */
    public int capacity()
    {
        return 2 * packets;
    }

    /**
     * @return bytes of one memory of a class.
     */
    public long ringBytes()
    {
        return (long)capacity() * entryLength();
    }

    /**
     * @return as a configuration would say it.
     */
    @Override
    public String toString()
    {
        return "the last " + packets + " datagrams of each class, up to " + snapLength + " B, to " + directory +
            " at " + triggers.stream().map(FlightTrigger::label).collect(Collectors.joining(", "));
    }
}
