package relay.transport.linux;

import java.lang.System.Logger.Level;

/**
 * Where trains of segments are refused, and datagrams go one by one instead. Says so once. Written by the sending
 * thread, read by any.
 */
final class SegmentationFallback
{
    private static final System.Logger LOGGER = System.getLogger(SegmentationFallback.class.getName());

    private final String what;
    private boolean isRefused;
    private volatile long count;
    private volatile String last;

    /**
     * @param what sends, for people.
     */
    SegmentationFallback(final String what)
    {
        this.what = what;
    }

    /**
     * @param destination   of a datagram.
     * @param segmentLength of it.
     * @return whether it may be sent in a train.
     */
    boolean isSegmenting(final SendAddress destination, final int segmentLength)
    {
        return !isRefused && segmentLength < destination.segmentLengthLimit();
    }

    /**
     * @param destination   of a train.
     * @param segmentLength of it.
     * @param errno         with which it was refused.
     */
    void onRefused(final SendAddress destination, final int segmentLength, final int errno)
    {
        if (SendErrno.isSegmentTooLong(errno))
        {
            destination.onSegmentationRefused(segmentLength);
        }
        else
        {
            isRefused = true;
        }
        final String reason = Errno.name(errno) + " for segments of " + segmentLength + " B to " +
            destination.address().getAddress().getHostAddress() + ":" + destination.address().getPort() +
            (isRefused ? ", here and everywhere" : ", from that length on");
        if (null == last)
        {
            LOGGER.log(Level.INFO, "{0}: datagrams go one by one, the system refuses trains: {1}", what, reason);
        }
        last = reason;
        count++;
    }

    /**
     * @return how often it was refused.
     */
    long count()
    {
        return count;
    }

    /**
     * @return how often and why, to be appended to a description; empty if it never was refused.
     */
    String description()
    {
        final String reason = last;
        return null == reason ? "" : ", last of " + count + " times that trains were refused: " + reason;
    }
}
