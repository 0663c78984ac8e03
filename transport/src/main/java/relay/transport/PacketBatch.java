package relay.transport;

import java.net.InetSocketAddress;
import relay.pool.Packet;

/**
 * Packets of one lane on their way out of one destination, in the order of their slots. A packet waits until a sender
 * has given it an outcome; what a sender could not take for now goes on waiting. Unless it is {@link #ofSlots}, the
 * batch has copies of its packets, so that it depends on their buffers only, not on their slots. Belongs to one egress
 * thread, and allocates nothing.
 *
 * <pre>
 *   | settled | done | done | waits | done | waits | ... |
 *             ^ first                                    ^ size
 * </pre>
 */
public final class PacketBatch
{
    /** Enough for the longest train of segments that the kernel takes. */
    public static final int CAPACITY = 64;
    /** A packet goes with the code point that its destination is configured with. */
    public static final int DSCP_OF_ENDPOINT = -1;

    private final Packet[] packets = new Packet[CAPACITY];
    private final SendOutcome[] outcomes = new SendOutcome[CAPACITY];
    private final int[] segmentsSent = new int[CAPACITY];
    private final InetSocketAddress[] destinations = new InetSocketAddress[CAPACITY];
    private final int[] dscps = new int[CAPACITY];
    private final boolean isInOrder;
    private final boolean isCopying;
    private int first;
    private int size;

    /**
     * Makes an empty batch of which each destination gets its packets in order.
     */
    public PacketBatch()
    {
        this(false);
    }

    /**
     * @param isInOrder whether packets to different destinations may not overtake each other either, as long as all
     *                  are of one address family. Trains are then made of neighbours only.
     */
    public PacketBatch(final boolean isInOrder)
    {
        this(isInOrder, true);
    }

    private PacketBatch(final boolean isInOrder, final boolean isCopying)
    {
        this.isInOrder = isInOrder;
        this.isCopying = isCopying;
        for (int i = 0; i < CAPACITY && isCopying; i++)
        {
            packets[i] = new Packet();
        }
    }

    /**
     * @return an empty batch without copies: a packet must stay in its slot until it was settled.
     */
    public static PacketBatch ofSlots()
    {
        return new PacketBatch(false, false);
    }

    /**
     * @param packet that waits from now on; its buffer must stay, and its slot too if the batch has no copies.
     */
    public void add(final Packet packet)
    {
        set(size, packet);
        outcomes[size] = null;
        segmentsSent[size] = 0;
        dscps[size] = DSCP_OF_ENDPOINT;
        size++;
    }

    /**
     * Puts another packet in the place of one that waits.
     *
     * @param index  of the one that waits.
     * @param packet with the same bytes in another buffer, as one that is added.
     */
    public void replace(final int index, final Packet packet)
    {
        set(index, packet);
    }

    /**
     * @return index of the first packet that was not settled.
     */
    public int first()
    {
        return first;
    }

    /**
     * @return index after the last packet.
     */
    public int size()
    {
        return size;
    }

    /**
     * @return whether packets to different destinations may not overtake each other.
     */
    public boolean isInOrder()
    {
        return isInOrder;
    }

    public boolean isEmpty()
    {
        return first == size;
    }

    public boolean isFull()
    {
        return CAPACITY == size;
    }

    /**
     * @param index of a packet.
     * @return it, or its copy, valid until it was settled.
     */
    public Packet packet(final int index)
    {
        return packets[index];
    }

    /**
     * @param index of a packet.
     * @return whether it was neither sent nor given up.
     */
    public boolean isWaiting(final int index)
    {
        return null == outcomes[index];
    }

    /**
     * @param index of a packet.
     * @return what became of it; null while it waits.
     */
    public SendOutcome outcome(final int index)
    {
        return outcomes[index];
    }

    /**
     * Called from a sender.
     *
     * @param index   of a packet.
     * @param outcome final, so not {@link SendOutcome#BACK_PRESSURED}.
     */
    public void outcome(final int index, final SendOutcome outcome)
    {
        outcomes[index] = outcome;
    }

    /**
     * @param index of a packet.
     * @return of a train that went in parts: how many of its datagrams were sent.
     */
    public int segmentsSent(final int index)
    {
        return segmentsSent[index];
    }

    /**
     * Called from a sender that could send a part of a train only.
     *
     * @param index of a packet.
     * @param count of its datagrams that were sent.
     */
    public void segmentsSent(final int index, final int count)
    {
        segmentsSent[index] = count;
    }

    /**
     * @param index of a packet.
     * @return where it goes, as its {@link PacketSender} said.
     */
    public InetSocketAddress destination(final int index)
    {
        return destinations[index];
    }

    public void destination(final int index, final InetSocketAddress destination)
    {
        destinations[index] = destination;
    }

    /**
     * @param index of a packet.
     * @return the differentiated services code point (RFC 2474) that it is to carry, 0..63 or
     * {@link #DSCP_OF_ENDPOINT}.
     */
    public int dscp(final int index)
    {
        return dscps[index];
    }

    /**
     * Marks a packet. Senders over UDP do as they are told; over Aeron packets of several kinds share a message, so
     * that theirs is the media driver's to choose.
     *
     * @param index of a packet.
     * @param dscp  0..63, or {@link #DSCP_OF_ENDPOINT}, which each has when it is added.
     */
    public void dscp(final int index, final int dscp)
    {
        dscps[index] = dscp;
    }

    /**
     * Takes the first packet out, which does not wait any more. Once all are out, the batch is empty and has room
     * again.
     */
    public void settleFirst()
    {
        first++;
        if (first == size)
        {
            first = 0;
            size = 0;
        }
    }

    /**
     * Takes all packets out, whatever became of them.
     */
    public void clear()
    {
        first = 0;
        size = 0;
    }

    private void set(final int index, final Packet packet)
    {
        if (isCopying)
        {
            packets[index].copyOf(packet);
        }
        else
        {
            packets[index] = packet;
        }
    }
}
