package relay.tools.paced;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a source ahead on a thread of its own, so that a disk, or what unpacks a compressed file, makes nothing late
 * that is due meanwhile: a ring of datagrams between two threads. {@link #doWork()} fills it and belongs to one, the
 * methods of {@link DatagramSource} to the other.
 *
 * <pre>
 *   slots   | free | sent | current | read | read | free |      each with place, length, destination and time
 *                         ^ head                  ^ tail
 * </pre>
 *
 * Payloads lie in the order of their slots in memory that is a ring too; one that would not fit before its end begins
 * at its beginning.
 */
public final class ReadAhead implements DatagramSource, Agent
{
    private static final int SLOT_COUNT = 8 * 1024;
    private static final int MEMORY_LENGTH = 4 * 1024 * 1024;
    /** The most datagrams of one duty cycle. */
    private static final int BATCH_LIMIT = 64;
    /** Enough to fill it from any disk. */
    static final long PRIMING_MAX_NS = TimeUnit.MILLISECONDS.toNanos(250);
    // places of what the threads tell each other, each on a cache line of its own
    private static final int HEAD = 16;
    private static final int TAIL = 32;
    private static final int PRIMED = 48;
    private static final int ENDED = 49;
    private static final int SHARED_LENGTH = 64;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(MEMORY_LENGTH));
    private final AtomicLongArray shared = new AtomicLongArray(SHARED_LENGTH);
    private final long[] positions = new long[SLOT_COUNT];
    private final int[] lengths = new int[SLOT_COUNT];
    private final long[] dueNs = new long[SLOT_COUNT];
    private final InetSocketAddress[] destinations = new InetSocketAddress[SLOT_COUNT];
    private final DatagramSource source;
    private final NanoClock clock;

    // the thread that reads
    private boolean isPeeked;
    private long tail;
    private long tailPosition;
    private long knownHead;

    // the thread that takes
    private boolean isAtDatagram;
    private boolean isPrimed;
    private boolean isPriming;
    private long primingNs;
    private long head;
    private long knownTail;

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
        while (workCount < BATCH_LIMIT && peek())
        {
            if (!add())
            {
                shared.setRelease(PRIMED, 1);
                break;
            }
            workCount++;
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
     * At the beginning not before as much is read as there is room for: the start is when most is late. What comes more
     * slowly, such as a capture that is just being made, is waited for {@link #PRIMING_MAX_NS} after its first
     * datagram.
     */
    @Override
    public boolean isReady()
    {
        final boolean isEnded = 0 != shared.getAcquire(ENDED);
        isPrimed = isPrimed || isEnded || 0 != shared.getAcquire(PRIMED) || isPrimingOver();
        return isPrimed && (hasNext() || isEnded);
    }

    /**
     * Waits for the other thread unless {@link #isReady()}.
     */
    @Override
    public boolean next()
    {
        if (isAtDatagram)
        {
            isAtDatagram = false;
            head++;
            shared.setRelease(HEAD, head);
        }
        while (!hasNext())
        {
            // what was read before the end is seen by whoever sees the end
            if (0 != shared.getAcquire(ENDED) && !hasNext())
            {
                return false;
            }
            Thread.yield();
        }
        isAtDatagram = true;
        return true;
    }

    @Override
    public DirectBuffer buffer()
    {
        return memory;
    }

    @Override
    public int offset()
    {
        return (int)(positions[slot(head)] % MEMORY_LENGTH);
    }

    @Override
    public int length()
    {
        return lengths[slot(head)];
    }

    @Override
    public InetSocketAddress destination()
    {
        return destinations[slot(head)];
    }

    @Override
    public long dueNs()
    {
        return dueNs[slot(head)];
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
        if (!isPriming && hasNext())
        {
            isPriming = true;
            primingNs = clock.nanoTime();
        }
        return isPriming && clock.nanoTime() - primingNs >= PRIMING_MAX_NS;
    }

    /**
     * @return whether there is a datagram behind the current one.
     */
    private boolean hasNext()
    {
        final long next = isAtDatagram ? head + 1 : head;
        if (next == knownTail)
        {
            knownTail = shared.getAcquire(TAIL);
        }
        return next != knownTail;
    }

    /**
     * @return whether the source is at a datagram that is not in the ring.
     */
    private boolean peek()
    {
        if (!isPeeked && 0 == shared.getPlain(ENDED))
        {
            isPeeked = source.next();
            if (!isPeeked)
            {
                shared.setRelease(ENDED, 1);
            }
        }
        return isPeeked;
    }

    /**
     * @return whether there was room.
     */
    private boolean add()
    {
        final int length = source.length();
        final int offset = (int)(tailPosition % MEMORY_LENGTH);
        final long position = offset + length > MEMORY_LENGTH ? tailPosition - offset + MEMORY_LENGTH : tailPosition;
        if (!hasRoom(position + length))
        {
            return false;
        }
        final int slot = slot(tail);
        memory.putBytes((int)(position % MEMORY_LENGTH), source.buffer(), source.offset(), length);
        positions[slot] = position;
        lengths[slot] = length;
        dueNs[slot] = source.dueNs();
        if (destinations[slot] != source.destination())
        {
            destinations[slot] = source.destination();
        }
        tailPosition = position + length;
        tail++;
        shared.setRelease(TAIL, tail);
        isPeeked = false;
        return true;
    }

    private boolean hasRoom(final long endPosition)
    {
        if (!hasKnownRoom(endPosition))
        {
            knownHead = shared.getAcquire(HEAD);
            return hasKnownRoom(endPosition);
        }
        return true;
    }

    private boolean hasKnownRoom(final long endPosition)
    {
        return tail == knownHead ||
            tail - knownHead < SLOT_COUNT && endPosition - positions[slot(knownHead)] <= MEMORY_LENGTH;
    }

    private static int slot(final long number)
    {
        return (int)(number & SLOT_COUNT - 1);
    }
}
