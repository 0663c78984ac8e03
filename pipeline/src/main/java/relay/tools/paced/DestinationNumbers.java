package relay.tools.paced;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers destinations from 0, in order of appearance, so that messages between threads carry a number. One thread
 * calls {@link #of}; any thread that has received a number from it may call {@link #get}. It allocates for new
 * destinations only.
 */
public final class DestinationNumbers
{
    private static final int CAPACITY_DEFAULT = 16;

    private final Map<InetSocketAddress, Integer> numbers = new HashMap<>();
    private volatile InetSocketAddress[] destinations = new InetSocketAddress[CAPACITY_DEFAULT];
    private InetSocketAddress lastDestination;
    private int lastNumber;

    /**
     * @param destination of a datagram.
     * @return its number.
     */
    public int of(final InetSocketAddress destination)
    {
        if (destination != lastDestination)
        {
            final Integer known = numbers.get(destination);
            lastNumber = null == known ? add(destination) : known;
            lastDestination = destination;
        }
        return lastNumber;
    }

    /**
     * @param number that {@link #of} returned; what hands it to another thread publishes the destination, too.
     * @return the first object of this destination.
     */
    public InetSocketAddress get(final int number)
    {
        return destinations[number];
    }

    private int add(final InetSocketAddress destination)
    {
        final int number = numbers.size();
        if (number == destinations.length)
        {
            destinations = Arrays.copyOf(destinations, 2 * number);
        }
        destinations[number] = destination;
        numbers.put(destination, number);
        return number;
    }
}
