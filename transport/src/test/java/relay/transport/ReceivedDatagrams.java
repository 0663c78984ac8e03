package relay.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import relay.transport.endpoint.HostPort;

/**
 * Everything that one receiver of a test has read, as bytes.
 */
public final class ReceivedDatagrams implements DatagramHandler
{
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(2);

    private final DatagramReceiver receiver;
    private final DatagramBatch batch;
    private final List<byte[]> datagrams = new ArrayList<>();

    public ReceivedDatagrams(final DatagramReceiver receiver, final DatagramBatch batch)
    {
        this.receiver = receiver;
        this.batch = batch;
    }

    @Override
    public void onDatagram(
        final DirectBuffer buffer, final int offset, final int length, final HostPort source, final int destination)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        datagrams.add(bytes);
    }

    /**
     * Reads until those are there, or time is up; and fails if others came.
     *
     * @param expected all datagrams since the last call, in their order.
     * @param what     for the failure.
     */
    public void assertReceived(final List<byte[]> expected, final String what)
    {
        final long deadlineNs = System.nanoTime() + WAIT_NS;
        while (datagrams.size() < expected.size() && deadlineNs - System.nanoTime() > 0)
        {
            drain();
            Thread.yield();
        }
        drain();
        for (int i = 0; i < Math.min(expected.size(), datagrams.size()); i++)
        {
            final int index = i;
            assertArrayEquals(expected.get(i), datagrams.get(i), () -> what + ": datagram " + index);
        }
        assertEquals(expected.size(), datagrams.size(), what + ": datagrams received");
        datagrams.clear();
    }

    private void drain()
    {
        while (batch.poll(receiver, this, batch.capacity()) > 0)
        {
            Thread.onSpinWait();
        }
    }
}
