package relay.transport.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.nio.TransportPoller;
import relay.transport.linux.TrainSocket;

/**
 * Receives trains, where the kernel joins datagrams, and hands them to the driver one by one, as it wants them: one
 * system call for many. Belongs to the driver's receiver.
 */
final class TrainReceiveEndpoint extends ReceiveChannelEndpoint
{
    private final AtomicInteger endpoints;
    private TrainSocket socket;
    private boolean isOpen;
    private boolean isJoining;

    /**
     * @param channel         as Aeron says.
     * @param dispatcher      as Aeron says.
     * @param statusIndicator as Aeron says.
     * @param context         of the driver.
     * @param endpoints       open for receiving: of more than Agrona polls one by one, only those are polled that have
     *                        something to read, and the rest of a train would wait for that.
     */
    TrainReceiveEndpoint(
        final UdpChannel channel,
        final DataPacketDispatcher dispatcher,
        final AtomicCounter statusIndicator,
        final MediaDriver.Context context,
        final AtomicInteger endpoints)
    {
        super(channel, dispatcher, statusIndicator, context);
        this.endpoints = endpoints;
    }

    @Override
    public void openChannel()
    {
        super.openChannel();
        isOpen = true;
        endpoints.incrementAndGet();
        final TrainSocket candidate = null == receiveDatagramChannel ? null : TrainSocket.of(receiveDatagramChannel);
        socket = null != candidate && candidate.joinReceived(true) ? candidate : null;
        isJoining = null != socket;
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
    public InetSocketAddress receive(final ByteBuffer buffer)
    {
        if (null == socket)
        {
            return super.receive(buffer);
        }
        if (isJoining && endpoints.get() > TransportPoller.ITERATION_THRESHOLD)
        {
            isJoining = false;
            socket.joinReceived(false);
        }
        buffer.clear();
        return socket.receive(buffer);
    }
}
