package relay.pool;

/**
 * Arithmetic of trains: several datagrams of one sender and one length in one buffer, of which the last may be shorter
 * (UDP_GRO, UDP_SEGMENT).
 */
public final class Trains
{
    private Trains()
    {
    }

    /**
     * @param length        of the whole payload in bytes, 0 or more.
     * @param segmentLength of each datagram but the last; 1 or more for a train, otherwise {@code length}.
     * @return how many datagrams the payload is, 1 or more.
     */
    public static int count(final int length, final int segmentLength)
    {
        return length <= segmentLength ? 1 : (length + segmentLength - 1) / segmentLength;
    }
}
