package relay.transport.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * One address that is sent to: as the kernel wants it, and what is known of the way there. Belongs to one sender.
 */
final class SendAddress
{
    /** No message is open. */
    static final int NONE = -1;

    private final InetSocketAddress address;
    private final MemorySegment memory = Arena.ofAuto().allocate(SocketAddress.STRIDE, Long.BYTES);
    private final int length;
    private final int family;
    private int segmentLengthLimit = Integer.MAX_VALUE;
    private int openMessage;
    private long openBuild;

    SendAddress(final InetSocketAddress address)
    {
        this.address = address;
        length = SocketAddress.write(address, memory, 0);
        family = SocketAddress.family(address.getAddress());
    }

    InetSocketAddress address()
    {
        return address;
    }

    /**
     * @return where its sockaddr is.
     */
    long nativeAddress()
    {
        return memory.address();
    }

    int nativeLength()
    {
        return length;
    }

    int family()
    {
        return family;
    }

    /**
     * @return trains of segments so long or longer are refused on the way there.
     */
    int segmentLengthLimit()
    {
        return segmentLengthLimit;
    }

    /**
     * @param segmentLength of a train that was refused.
     */
    void onSegmentationRefused(final int segmentLength)
    {
        segmentLengthLimit = Math.min(segmentLengthLimit, segmentLength);
    }

    /**
     * @param build number of the messages that are being built.
     * @return the one of them that the next packet to here may join, or {@link #NONE}.
     */
    int openMessage(final long build)
    {
        return openBuild == build ? openMessage : NONE;
    }

    void openMessage(final long build, final int message)
    {
        openBuild = build;
        openMessage = message;
    }
}
