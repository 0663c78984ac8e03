package relay.tools.paced;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Reads a source ahead on a thread of its own, so that neither a disk nor decompression delays a datagram that is due:
 * a ring of datagrams between two threads. {@link #doWork()} fills it and belongs to one, the methods of
 * {@link DatagramSource} to the other, which copies each datagram out of the ring.
 *
 * <pre>
 *   DATAGRAM | dueNs, 8 B | destination, 4 B | reserved, 4 B | payload |
 *   END      |
 * </pre>
 */
public final class ReadAhead implements DatagramSource, Agent
{
    private static final int CAPACITY = 4 * 1024 * 1024;
    /** The most datagrams of one duty cycle. */
    private static final int BATCH_LIMIT = 64;
    /** Enough to fill it from any disk. */
    static final long PRIMING_MAX_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int DATAGRAM = 1;
    private static final int END = 2;
    private static final int DESTINATION_OFFSET = 8;
    private static final int HEADER_LENGTH = 16;
    private static final int NONE = -1;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
        CAPACITY + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    private final DestinationNumbers destinations = new DestinationNumbers();
    private final DatagramSource source;
    private final NanoClock clock;

    // the thread that reads
    private boolean isPeeked;
    private boolean isEnded;
    /** Whether the ring has been full once, or holds all there is. */
    private volatile boolean isPrimed;

    // the thread that takes
    private final UnsafeBuffer current = new UnsafeBuffer(ByteBuffer.allocateDirect(64 * 1024));
    private final MessageHandler taker = this::onMessage;
    private final ControlledMessageHandler looker = this::onLook;
    private boolean isSeen;
    private long seenNs = NONE;
    /** Of the current datagram; {@link #NONE} at the end. */
    private int length;
    private long dueNs;
    private InetSocketAddress destination;

    /**
     * @param source to read; closed with this agent.
     * @param clock  monotonic.
     */
    public ReadAhead(final DatagramSource source, final NanoClock clock)
    {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public int doWork()
    {
        int workCount = 0;
        while (workCount < BATCH_LIMIT && !isEnded && add())
        {
            workCount += isEnded ? 0 : 1;
        }
        return workCount;
    }

    @Override
    public String roleName()
    {
        return "read-ahead";
    }

    @Override
    public void onClose()
    {
        source.close();
    }

    /**
     * At the beginning false until the ring is full: the start is when most datagrams would be late. A source that is
     * slower, such as a capture that is still being written, gets {@link #PRIMING_MAX_NS} after its first datagram.
     */
    @Override
    public boolean isReady()
    {
        return NONE == length || (isPrimed || isPrimingOver()) && hasNext();
    }

    /**
     * Waits for the other thread unless {@link #isReady()}.
     */
    @Override
    public boolean next()
    {
        while (NONE != length && 0 == ring.read(taker, 1))
        {
            Thread.yield();
        }
        return NONE != length;
    }

    @Override
    public DirectBuffer buffer()
    {
        return current;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int length()
    {
        return length;
    }

    @Override
    public InetSocketAddress destination()
    {
        return destination;
    }

    @Override
    public long dueNs()
    {
        return dueNs;
    }

    /**
     * The source stays open until the agent is closed, which reads it.
     */
    @Override
    public void close()
    {
        // nothing is to be done
    }

    private boolean isPrimingOver()
    {
        if (NONE == seenNs && hasNext())
        {
            seenNs = clock.nanoTime();
        }
        return NONE != seenNs && clock.nanoTime() - seenNs >= PRIMING_MAX_NS;
    }

    /**
     * @return whether there is a message; a ring whose end is padding shows what is at its beginning at the second
     * look.
     */
    private boolean hasNext()
    {
        isSeen = false;
        ring.controlledRead(looker, 1);
        if (!isSeen)
        {
            ring.controlledRead(looker, 1);
        }
        return isSeen;
    }

    private ControlledMessageHandler.Action onLook(
        final int type, final DirectBuffer buffer, final int index, final int messageLength)
    {
        isSeen = true;
        return ControlledMessageHandler.Action.ABORT;
    }

    private void onMessage(final int type, final DirectBuffer buffer, final int index, final int messageLength)
    {
        if (END == type)
        {
            length = NONE;
            return;
        }
        dueNs = buffer.getLong(index);
        destination = destinations.get(buffer.getInt(index + DESTINATION_OFFSET));
        length = messageLength - HEADER_LENGTH;
        current.putBytes(0, buffer, index + HEADER_LENGTH, length);
    }

    /**
     * Puts the next datagram, or the end, into the ring.
     *
     * @return whether there was room.
     */
    private boolean add()
    {
        isPeeked = isPeeked || source.next();
        final int index = ring.tryClaim(isPeeked ? DATAGRAM : END, isPeeked ? HEADER_LENGTH + source.length() : 0);
        if (index > 0)
        {
            put(index);
        }
        isPrimed |= index <= 0 || isEnded;
        return index > 0;
    }

    private void put(final int index)
    {
        if (isPeeked)
        {
            final AtomicBuffer memory = ring.buffer();
            memory.putLong(index, source.dueNs());
            memory.putInt(index + DESTINATION_OFFSET, destinations.of(source.destination()));
            memory.putBytes(index + HEADER_LENGTH, source.buffer(), source.offset(), source.length());
        }
        isEnded = !isPeeked;
        isPeeked = false;
        ring.commit(index);
    }
}
