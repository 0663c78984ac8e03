package relay.transport.endpoint;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the network interface that a user means: by name ({@code eth0}), by an address of it ({@code 10.1.1.2}), or by
 * a network that one of its addresses is in ({@code 10.1.0.0/16}). A snapshot of the interfaces at construction;
 * immutable, any thread.
 */
public final class InterfaceSelector
{
    /**
     * An interface and what it can be found by.
     *
     * @param name             of the interface.
     * @param addresses        that it has.
     * @param networkInterface what is to be found.
     */
    record Candidate(String name, List<InetAddress> addresses, NetworkInterface networkInterface)
    {
        @Override
        public String toString()
        {
            return addresses.isEmpty() ? name + " (no address)" : name + " (" + addresses.stream()
                .map(InterfaceSelector::display).collect(Collectors.joining(", ")) + ")";
        }
    }

    private final List<Candidate> candidates;

    /**
     * Looks at this machine's interfaces.
     */
    public InterfaceSelector()
    {
        this(system());
    }

    InterfaceSelector(final List<Candidate> candidates)
    {
        this.candidates = List.copyOf(candidates);
    }

    /**
     * @param text a name, an address, or a network in CIDR notation.
     * @return the interface.
     * @throws IllegalArgumentException if there is none, or more than one; the message lists those that exist.
     */
    public NetworkInterface select(final String text)
    {
        return find(text).networkInterface();
    }

    Candidate find(final String text)
    {
        for (final Candidate candidate : candidates)
        {
            if (candidate.name().equals(text))
            {
                return candidate;
            }
        }
        final int slash = text.indexOf('/');
        final InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        if (null == address)
        {
            throw new IllegalArgumentException("no interface " + UserText.quoted(text) + ": " + existing() +
                UserText.hint(text, candidates.stream().map(Candidate::name).toList()));
        }
        return only(text, address, slash < 0 ? address.getAddress().length * Byte.SIZE : prefix(text, slash, address));
    }

    private Candidate only(final String text, final InetAddress network, final int prefix)
    {
        final List<Candidate> matching = candidates.stream().filter(candidate ->
            candidate.addresses().stream().anyMatch(address -> isWithin(address, network, prefix))).toList();
        if (matching.isEmpty())
        {
            throw new IllegalArgumentException("no interface has an address " +
                (text.indexOf('/') < 0 ? "" : "in ") + UserText.quoted(text) + ": " + existing());
        }
        if (matching.size() > 1)
        {
            throw new IllegalArgumentException("more than one interface has an address in " + UserText.quoted(text) +
                ": name one of " + join(matching));
        }
        return matching.getFirst();
    }

    private static int prefix(final String text, final int slash, final InetAddress address)
    {
        final int bits = address.getAddress().length * Byte.SIZE;
        final String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits)
        {
            throw new IllegalArgumentException("bad prefix in interface " + UserText.quoted(text) +
                ": a number from 0 to " + bits);
        }
        return Integer.parseInt(digits);
    }

    private static InetAddress address(final String text)
    {
        final boolean isInBrackets = text.startsWith("[") && text.endsWith("]");
        return LiteralAddress.parseOrNull(isInBrackets ? text.substring(1, text.length() - 1) : text);
    }

    private static boolean isWithin(final InetAddress address, final InetAddress network, final int prefix)
    {
        final byte[] left = address.getAddress();
        final byte[] right = network.getAddress();
        if (left.length != right.length)
        {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++)
        {
            final int mask = 0x80 >> bit % Byte.SIZE;
            if (((left[bit / Byte.SIZE] ^ right[bit / Byte.SIZE]) & mask) != 0)
            {
                return false;
            }
        }
        return true;
    }

    private String existing()
    {
        return candidates.isEmpty() ? "this machine has none" : "there are " + join(candidates);
    }

    private static String join(final List<Candidate> list)
    {
        return list.stream().map(Candidate::toString).collect(Collectors.joining(", "));
    }

    private static String display(final InetAddress address)
    {
        final String text = EndpointParser.display(address);
        return text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    }

    private static List<Candidate> system()
    {
        final List<Candidate> found = new ArrayList<>();
        try
        {
            NetworkInterface.networkInterfaces()
                .flatMap(each -> Stream.concat(Stream.of(each), each.subInterfaces()))
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex).thenComparing(NetworkInterface::getName))
                .forEach(each -> found.add(new Candidate(each.getName(), each.inetAddresses()
                    .sorted(Comparator.comparingInt(address -> address.getAddress().length)).toList(), each)));
        }
        catch (final SocketException ex)
        {
            throw new IllegalStateException("cannot list this machine's network interfaces: " + ex.getMessage(), ex);
        }
        return found;
    }
}
