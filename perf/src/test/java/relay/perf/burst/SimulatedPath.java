package relay.perf.burst;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongUnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import relay.tools.paced.DatagramSource;
import relay.tools.paced.Schedule;
import relay.tools.send.PayloadSizes;
import relay.tools.send.ProbeSource;
import relay.tools.send.TrafficPlan;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;

/**
 * A network of which the test says how long it takes: what goes in at a time comes out at another, in order.
 */
final class SimulatedPath implements DatagramSender, DatagramReceiver
{
    /** Not at all. */
    static final long LOST = -1;
    static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 5_000);

    private final Queue<Underway> underway = new ArrayDeque<>();
    private final NanoClock clock;
    private final LongUnaryOperator arrival;

    /**
     * @param clock   that is set by the test.
     * @param arrival time at which something arrives, by when it was sent; never falls, or {@link #LOST}.
     */
    SimulatedPath(final NanoClock clock, final LongUnaryOperator arrival)
    {
        this.clock = clock;
        this.arrival = arrival;
    }

    /** Datagrams evenly spread, each of its own payload. */
    static DatagramSource steady(final long rate, final long count)
    {
        return ProbeSource.of(
            new TrafficPlan(List.of(ADDRESS), Schedule.rate(rate), PayloadSizes.fixed(100), count, Long.MAX_VALUE, 1));
    }

    private record Underway(long arrivalNs, byte[] payload)
    {
    }

    @Override
    public SendOutcome send(
        final DirectBuffer buffer, final int offset, final int length, final InetSocketAddress destination)
    {
        final byte[] payload = new byte[length];
        buffer.getBytes(offset, payload);
        final long arrivalNs = arrival.applyAsLong(clock.nanoTime());
        if (LOST != arrivalNs)
        {
            underway.add(new Underway(arrivalNs, payload));
        }
        return SendOutcome.SENT;
    }

    @Override
    public void send(final PacketBatch batch)
    {
        for (int i = batch.first(); i < batch.size(); i++)
        {
            batch.outcome(i, send(batch.packet(i).buffer(), batch.packet(i).payloadOffset(), batch.packet(i).length(),
                batch.destination(i)));
        }
    }

    @Override
    public int receive(final DatagramBatch batch, final int limit)
    {
        int count = 0;
        while (count < limit && !underway.isEmpty() && underway.peek().arrivalNs() <= clock.nanoTime())
        {
            final byte[] payload = underway.remove().payload();
            batch.spill().putBytes(batch.spillOffset(count), payload);
            batch.onReceived(count, 0, payload.length, payload.length);
            count++;
        }
        return count;
    }

    @Override
    public List<InetSocketAddress> destinations()
    {
        return List.of(ADDRESS);
    }

    @Override
    public int channel(final int destination)
    {
        return 0;
    }

    @Override
    public int[] localPorts()
    {
        return new int[0];
    }

    @Override
    public String description()
    {
        return "a path that the test made";
    }

    @Override
    public void close()
    {
        // nothing is open
    }
}
