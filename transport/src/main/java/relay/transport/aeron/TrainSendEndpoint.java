package relay.transport.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import io.aeron.protocol.HeaderFlyweight;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.BufferUtil;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.nio.TransportPoller;
import relay.transport.linux.TrainSocket;

/**
 * Sends the frames of a log, which lie one behind the other there, as trains: one system call for many datagrams. The
 * driver's sender hands over one datagram a turn, and reads what receivers answer when it has no more, or after a few
 * turns; that is when a train leaves, so that none waits for more to come. Belongs to the driver's sender.
 *
 * <p>A frame in a train counts as sent. Should the system refuse it later, it is lost as on the network, and is asked
 * for again. Where a device refuses trains, every frame goes by itself from then on.
 */
final class TrainSendEndpoint extends SendChannelEndpoint
{
    private final AtomicInteger endpoints;
    private TrainSocket socket;
    private boolean isOpen;
    private long begin;
    private int length;
    private int segmentLength;
    private int segmentCount;

    /**
     * @param channel         as Aeron says.
     * @param statusIndicator as Aeron says.
     * @param context         of the driver.
     * @param endpoints       open for sending: with more than Agrona polls one by one, none is polled for sure.
     */
    TrainSendEndpoint(
        final UdpChannel channel,
        final AtomicCounter statusIndicator,
        final MediaDriver.Context context,
        final AtomicInteger endpoints)
    {
        super(channel, statusIndicator, context);
        this.endpoints = endpoints;
    }

    @Override
    public void openChannel()
    {
        super.openChannel();
        isOpen = true;
        endpoints.incrementAndGet();
        final UdpChannel channel = udpChannel();
        if (!channel.isMultiDestination() && !channel.isResponseControlMode() &&
            !channel.isChannelSendTimestampEnabled())
        {
            socket = TrainSocket.of(sendDatagramChannel);
        }
    }

    @Override
    public void close()
    {
        if (isOpen)
        {
            isOpen = false;
            endpoints.decrementAndGet();
        }
        socket = null;
        super.close();
    }

    @Override
    public int send(final ByteBuffer buffer)
    {
        if (null == socket || !isData(buffer) || endpoints.get() > TransportPoller.ITERATION_THRESHOLD)
        {
            return flush() ? super.send(buffer) : 0;
        }
        final int frameLength = buffer.remaining();
        final long address = BufferUtil.address(buffer) + buffer.position();
        if (!isNext(address, frameLength))
        {
            if (!flush())
            {
                return 0;
            }
            begin = address;
            segmentLength = frameLength;
        }
        length += frameLength;
        segmentCount++;
        buffer.position(buffer.limit());
        return frameLength;
    }

    @Override
    public int send(final ByteBuffer buffer, final InetSocketAddress endpointAddress)
    {
        return flush() ? super.send(buffer, endpointAddress) : 0;
    }

    /**
     * Called from the driver's sender each time it has sent all that there is, and after a few turns.
     */
    @Override
    public InetSocketAddress receive(final ByteBuffer buffer)
    {
        flush();
        return super.receive(buffer);
    }

    private boolean isNext(final long address, final int frameLength)
    {
        return segmentCount > 0 && segmentCount < socket.segmentsMax() && address == begin + length &&
            frameLength <= segmentLength && length == segmentCount * segmentLength &&
            length + frameLength <= TrainSocket.TRAIN_LENGTH_MAX;
    }

    /**
     * @return whether nothing waits any more.
     */
    private boolean flush()
    {
        if (0 == segmentCount || null == socket)
        {
            return true;
        }
        int result = socket.send(begin, length, segmentLength);
        if (TrainSocket.REFUSED == result)
        {
            result = socket.send(begin, length, segmentLength); // the error was an earlier datagram's, and is told once
        }
        if (TrainSocket.AGAIN == result)
        {
            return false;
        }
        segmentCount = 0;
        length = 0;
        if (result < 0 && TrainSocket.REFUSED != result)
        {
            onSendError(new IOException("sendmmsg: error number " + -result), connectAddress, errorHandler);
        }
        return true;
    }

    private static boolean isData(final ByteBuffer buffer)
    {
        final int type = buffer.get(buffer.position() + HeaderFlyweight.TYPE_FIELD_OFFSET);
        return buffer.isDirect() && (HeaderFlyweight.HDR_TYPE_DATA == type || HeaderFlyweight.HDR_TYPE_PAD == type);
    }
}
