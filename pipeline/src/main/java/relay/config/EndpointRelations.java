package relay.config;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import relay.config.yaml.Placed;
import relay.transport.endpoint.Endpoint;
import relay.transport.endpoint.InterfaceSelector;
import relay.transport.endpoint.UdpEndpoint;

/**
 * Which endpoints hear the same datagrams.
 */
final class EndpointRelations
{
    /** How much of what one input receives another receives too. */
    enum Overlap
    {
        NONE, SOME, SAME
    }

    private final InterfaceSelector interfaces;
    private final Map<String, String> interfaceNames = new HashMap<>();

    EndpointRelations(final InterfaceSelector interfaces)
    {
        this.interfaces = interfaces;
    }

    /**
     * @return SAME if two sockets of one group or address, port, interface and source would be opened; SOME if one
     * leaves the interface or the source open.
     */
    Overlap overlap(final UdpEndpoint left, final UdpEndpoint right)
    {
        if (!isSamePlace(left, right) || !mayBeSameInterface(left, right))
        {
            return Overlap.NONE;
        }
        final boolean isSameSource = Objects.equals(left.source(), right.source());
        if (!isSameSource && null != left.source() && null != right.source())
        {
            return Overlap.NONE;
        }
        return isSameSource && Objects.equals(interfaceName(left), interfaceName(right)) ? Overlap.SAME : Overlap.SOME;
    }

    /**
     * @param output where datagrams go; for {@code udp://original} its interface.
     * @param target where they go on it: the output itself, or the input that they came from.
     * @param input  of a flow.
     * @return whether the input may receive what goes to the output.
     */
    boolean feeds(final UdpEndpoint output, final UdpEndpoint target, final UdpEndpoint input)
    {
        if (null != input.source() && !isLocal(input.source()))
        {
            return false;
        }
        if (target.isMulticast())
        {
            return isSamePlace(target, input) && mayBeSameInterface(output, input);
        }
        final boolean isPort = target.portMin() <= input.portMax() && input.portMin() <= target.portMax();
        return isPort && !input.isMulticast() && isLocal(target.address()) &&
            (input.address().isAnyLocalAddress() || input.address().equals(target.address()));
    }

    boolean isLocal(final InetAddress address)
    {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress())
        {
            return true;
        }
        return null != interfaceName(address.getHostAddress());
    }

    /**
     * @param endpoint as declared; null if it could not be read.
     * @return its addresses, ports and interfaces; null if it has none.
     */
    static UdpEndpoint udp(final Placed<Endpoint> endpoint)
    {
        return null == endpoint ? null : endpoint.value().udp();
    }

    /**
     * @param endpoint  as declared; null if it could not be read.
     * @param className of the flow that uses it.
     * @return its stream for that class; null if it has none.
     */
    static String stream(final Placed<Endpoint> endpoint, final String className)
    {
        return null == endpoint ? null : endpoint.value().stream(className);
    }

    private static boolean isSamePlace(final UdpEndpoint left, final UdpEndpoint right)
    {
        if (left.portMin() > right.portMax() || right.portMin() > left.portMax())
        {
            return false;
        }
        final byte[] leftBytes = left.address().getAddress();
        final byte[] rightBytes = right.address().getAddress();
        if (leftBytes.length != rightBytes.length)
        {
            return false;
        }
        // Ranges are aligned powers of two, so they meet only where the smaller one lies within the larger one.
        final int mask = -Math.max(left.addressCount(), right.addressCount());
        final int high = leftBytes.length - Integer.BYTES;
        return Arrays.equals(leftBytes, 0, high, rightBytes, 0, high) &&
            0 == ((lowBits(leftBytes) ^ lowBits(rightBytes)) & mask);
    }

    private static int lowBits(final byte[] address)
    {
        return ByteBuffer.wrap(address).getInt(address.length - Integer.BYTES);
    }

    /** An interface left to the system may be any. */
    private boolean mayBeSameInterface(final UdpEndpoint left, final UdpEndpoint right)
    {
        final String leftName = interfaceName(left);
        final String rightName = interfaceName(right);
        return null == leftName || null == rightName || leftName.equals(rightName);
    }

    private String interfaceName(final UdpEndpoint endpoint)
    {
        final String text = endpoint.networkInterface();
        if (null == text)
        {
            return null;
        }
        final String name = interfaceName(text);
        // one that does not exist was reported already, and is like no other
        return null == name ? text : name;
    }

    private String interfaceName(final String text)
    {
        if (!interfaceNames.containsKey(text))
        {
            interfaceNames.put(text, lookUp(text));
        }
        return interfaceNames.get(text);
    }

    private String lookUp(final String text)
    {
        try
        {
            return interfaces.select(text).getName();
        }
        catch (final IllegalArgumentException ignore)
        {
            return null;
        }
    }
}
