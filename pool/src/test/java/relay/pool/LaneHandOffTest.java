package relay.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The hand-off between real threads: ingress, the stage and two readers, with few buffers so that each is reused all
 * the time. A buffer that is lent while a reader still looks at it, a slot seen before it was filled, or a verdict seen
 * before it was written shows as a wrong stamp.
 */
class LaneHandOffTest
{
    private static final int PACKETS = 400_000;

    private final Lane lane = new Lane("hand-off", new BufferCounts(13, 7, 3, 0), 8, 2);
    private final AtomicReference<String> failure = new AtomicReference<>();

    @Test
    @Timeout(60)
    void shouldHandEachPacketOverWholeAndOnce() throws InterruptedException
    {
        final Thread[] threads = {
            new Thread(() -> mark(lane.stage())),
            new Thread(() -> check(lane.reader(0))),
            new Thread(() -> check(lane.reader(1))),
        };
        for (final Thread thread : threads)
        {
            thread.setDaemon(true);
            thread.start();
        }
        produce();
        for (final Thread thread : threads)
        {
            thread.join();
        }
        assertNull(failure.get());
        lane.reclaim(0);
        assertEquals(0, lane.inUse(0) + lane.inUse(1) + lane.inUse(2));
    }

    private void produce()
    {
        long stamp = 0;
        while (stamp < PACKETS && null == failure.get())
        {
            final int length = 64 + (int)((stamp * 2_654_435_761L >>> 7) % 8_900);
            final long sequence = lane.claim(length, 0);
            if (sequence >= 0)
            {
                fill(lane.packet(sequence), stamp++);
                if ((stamp & 3) == 0 || stamp == PACKETS)
                {
                    lane.publish();
                }
            }
            else
            {
                lane.publish();
                if (0 == lane.reclaim(0))
                {
                    Thread.yield();
                }
            }
        }
    }

    private static void fill(final Packet packet, final long stamp)
    {
        packet.flowIndex((int)stamp);
        packet.buffer().putLong(packet.headerOffset(), stamp);
        packet.buffer().putLong(packet.payloadOffset() + packet.length() - 8, ~stamp);
    }

    private void mark(final LaneStage stage)
    {
        while (stage.position() < PACKETS - 1 && null == failure.get())
        {
            final int count = stage.poll((packet, sequence, isLast) ->
            {
                packet.verdict((int)(sequence * 31));
                return false;
            });
            if (0 == count)
            {
                Thread.yield();
            }
        }
    }

    private void check(final LaneReader reader)
    {
        consume(reader, (packet, sequence) ->
        {
            final long head = packet.buffer().getLong(packet.headerOffset());
            final long tail = packet.buffer().getLong(packet.payloadOffset() + packet.length() - 8);
            if (head != sequence || tail != ~sequence || packet.flowIndex() != (int)sequence ||
                packet.verdict() != (int)(sequence * 31))
            {
                failure.compareAndSet(null, "sequence " + sequence + ": head " + head + ", tail " + ~tail +
                    ", flow " + packet.flowIndex() + ", verdict " + packet.verdict());
            }
        });
    }

    private void consume(final LaneReader reader, final PacketConsumer consumer)
    {
        while (reader.position() < PACKETS - 1 && null == failure.get())
        {
            final long available = reader.available();
            if (available == reader.position())
            {
                Thread.yield();
            }
            for (long sequence = reader.position() + 1; sequence <= available; sequence++)
            {
                consumer.accept(reader.packet(sequence), sequence);
                reader.release(sequence);
            }
        }
    }

    @FunctionalInterface
    private interface PacketConsumer
    {
        void accept(Packet packet, long sequence);
    }
}
