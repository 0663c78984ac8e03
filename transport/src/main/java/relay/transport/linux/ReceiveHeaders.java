package relay.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import relay.transport.DatagramBatch;

/**
 * The headers that recvmmsg(2) reads and fills, for all receivers of one transport. They are kept from call to call,
 * and only what changed is written again: where datagrams may land, and what the kernel has overwritten. Used by one
 * thread; allocates for the first batch, and for one that is larger than those before.
 *
 * <pre>
 *   | mmsghdr × n | iovec {posted, spill} × n | sender's address × n | control × n |
 * </pre>
 */
final class ReceiveHeaders
{
    private static final int VECTORS = 2;
    private static final int SIZE =
        MessageLayout.MESSAGE_SIZE + VECTORS * MessageLayout.VECTOR_SIZE + SocketAddress.STRIDE +
        ControlItems.SPACE;

    private final ControlItems items = new ControlItems();
    private MemorySegment memory;
    private int capacity;
    private long vectors;
    private long names;
    private long controls;
    // what the memory says now, so that it need not be read or written
    private DatagramBatch batch;
    private long[] postedAddress;
    private int[] postedLength;
    private int shortNames;
    private int spentControls;

    /**
     * Makes the headers fit for one call.
     *
     * @param batch    that says where datagrams go.
     * @param limit    the most datagrams to read.
     * @param isIpv6   whether addresses are the long ones.
     * @param hasItems whether {@link #items} may come.
     * @return where they are.
     */
    long prepare(final DatagramBatch batch, final int limit, final boolean isIpv6, final boolean hasItems)
    {
        if (this.batch != batch)
        {
            use(batch);
        }
        final int posted = Math.min(limit, batch.postedCount());
        if (posted > 0)
        {
            post(batch, posted);
        }
        for (int i = posted; i < limit; i++)
        {
            if (0 != postedLength[i])
            {
                postedLength(i, 0);
            }
        }
        if (isIpv6 && shortNames > 0)
        {
            lengthenNames();
        }
        if (hasItems && spentControls > 0)
        {
            renewControls();
        }
        return memory.address();
    }

    /**
     * Called after each call that read something.
     *
     * @param count        of datagrams that were read.
     * @param isIpv6       as it was prepared.
     */
    void onReceived(final int count, final boolean isIpv6)
    {
        // the kernel has put the lengths in use over the lengths there are
        if (!isIpv6)
        {
            shortNames = Math.max(shortNames, count);
        }
        spentControls = Math.max(spentControls, count);
    }

    /**
     * Called after a call that read one datagram without a header.
     *
     * @param length of it, all of which had room.
     */
    void onOne(final int length)
    {
        memory.set(JAVA_INT, message(0) + MessageLayout.LENGTH, length);
        memory.set(JAVA_INT, message(0) + MessageLayout.FLAGS, 0);
    }

    /**
     * @return address of where the first sender's address goes.
     */
    long name()
    {
        return memory.address() + names;
    }

    /**
     * @return address of the length of that.
     */
    long nameLength()
    {
        return memory.address() + message(0) + MessageLayout.NAME_LENGTH;
    }

    /**
     * @return length of a datagram that was read.
     */
    int length(final int index)
    {
        return memory.get(JAVA_INT, message(index) + MessageLayout.LENGTH);
    }

    /**
     * @return how much of a datagram of that length its posted buffer took.
     */
    int inPosted(final int index, final int length)
    {
        return Math.min(length, postedLength[index]);
    }

    boolean isCut(final int index)
    {
        return (memory.get(JAVA_INT, message(index) + MessageLayout.FLAGS) & SocketNumbers.MSG_TRUNC) != 0;
    }

    /**
     * @return what the kernel told of a datagram that was read, until the next is asked for.
     */
    ControlItems items(final int index)
    {
        items.read(memory, controls + (long)index * ControlItems.SPACE,
            memory.get(JAVA_LONG, message(index) + MessageLayout.CONTROL_LENGTH));
        return items;
    }

    /**
     * Tells the batch who sent a datagram.
     */
    void readSource(final int index, final boolean isIpv6)
    {
        final long name = names + (long)index * SocketAddress.STRIDE;
        if (isIpv6)
        {
            SocketAddress.readIpv6(memory, name, batch.source(index));
        }
        else
        {
            SocketAddress.readIpv4(memory, name, batch.source(index));
        }
    }

    private void post(final DatagramBatch batch, final int count)
    {
        final long base = batch.postedMemory().addressOffset();
        final int length = batch.postedLength();
        for (int i = 0; i < count; i++)
        {
            final long address = base + batch.postedOffset(i);
            if (postedAddress[i] != address)
            {
                postedAddress[i] = address;
                memory.set(JAVA_LONG, vector(i) + MessageLayout.VECTOR_BASE, address);
            }
            if (postedLength[i] != length)
            {
                postedLength(i, length);
            }
        }
    }

    private void postedLength(final int index, final int length)
    {
        postedLength[index] = length;
        memory.set(JAVA_LONG, vector(index) + MessageLayout.VECTOR_LENGTH, length);
    }

    private void lengthenNames()
    {
        for (int i = 0; i < shortNames; i++)
        {
            memory.set(JAVA_INT, message(i) + MessageLayout.NAME_LENGTH, SocketAddress.IPV6_SIZE);
        }
        shortNames = 0;
    }

    private void renewControls()
    {
        for (int i = 0; i < spentControls; i++)
        {
            memory.set(JAVA_LONG, message(i) + MessageLayout.CONTROL_LENGTH, ControlItems.SPACE);
        }
        spentControls = 0;
    }

    private void use(final DatagramBatch batch)
    {
        this.batch = batch;
        if (batch.capacity() > capacity)
        {
            allocate(batch.capacity());
        }
        final long spill = batch.spill().addressOffset();
        for (int i = 0; i < batch.capacity(); i++)
        {
            final long second = vector(i) + MessageLayout.VECTOR_SIZE;
            memory.set(JAVA_LONG, second + MessageLayout.VECTOR_BASE, spill + batch.spillOffset(i));
            memory.set(JAVA_LONG, second + MessageLayout.VECTOR_LENGTH, DatagramBatch.SPILL_LENGTH);
        }
    }

    private void allocate(final int count)
    {
        capacity = count;
        memory = Arena.ofAuto().allocate((long)count * SIZE, MessageLayout.MESSAGE_SIZE);
        vectors = (long)count * MessageLayout.MESSAGE_SIZE;
        names = vectors + (long)count * VECTORS * MessageLayout.VECTOR_SIZE;
        controls = names + (long)count * SocketAddress.STRIDE;
        postedAddress = new long[count];
        postedLength = new int[count];
        shortNames = count;
        spentControls = count;
        lengthenNames();
        renewControls();
        final long base = memory.address();
        for (int i = 0; i < count; i++)
        {
            memory.set(JAVA_LONG, message(i) + MessageLayout.NAME, base + names + (long)i * SocketAddress.STRIDE);
            memory.set(JAVA_LONG, message(i) + MessageLayout.VECTOR, base + vector(i));
            memory.set(JAVA_LONG, message(i) + MessageLayout.VECTOR_COUNT, VECTORS);
            memory.set(JAVA_LONG, message(i) + MessageLayout.CONTROL,
                base + controls + (long)i * ControlItems.SPACE);
        }
    }

    private static long message(final int index)
    {
        return (long)index * MessageLayout.MESSAGE_SIZE;
    }

    private long vector(final int index)
    {
        return vectors + (long)index * VECTORS * MessageLayout.VECTOR_SIZE;
    }
}
