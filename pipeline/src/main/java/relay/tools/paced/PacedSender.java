package relay.tools.paced;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import relay.pool.Packet;
import relay.transport.DatagramSender;
import relay.transport.PacketBatch;
import relay.transport.SendOutcome;

/**
 * Sends the datagrams of a source when they are due, all in their order. When each is due counts from the start and not
 * from the one before, so that no error adds up. All that is due in one duty cycle goes in one batch; fallen behind, it
 * catches up batch by batch. A refused send is tried again, a failed one is counted.
 *
 * <p>{@link #doWork()} and {@link #waitNs()} belong to one thread; {@link #isDone()}, {@link #sent()},
 * {@link #bytes()}, {@link #failed()}, {@link #backPressured()} and {@link #count} may be read by any, the rest when
 * the agent is closed.
 */
public final class PacedSender implements PacedAgent
{
    /** Room for several of the longest UDP payloads, and for any batch of ordinary ones. */
    private static final int MEMORY_LENGTH = 256 * 1024;
    private static final SendOutcome[] OUTCOMES = SendOutcome.values();
    private static final int BYTES = OUTCOMES.length;
    private static final int DONE = BYTES + 1;
    private static final int COUNTS = DONE + 1;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(MEMORY_LENGTH));
    private final PacketBatch batch = new PacketBatch(true);
    private final Packet packet = new Packet();
    private final long[] dueNs = new long[PacketBatch.CAPACITY];
    private final long[] counts = new long[COUNTS];
    private final AtomicLongArray published = new AtomicLongArray(COUNTS);
    private final SendLateness lateness = new SendLateness();
    private final DatagramSource source;
    private final DatagramSender sender;
    private final NanoClock clock;
    private final boolean isOneByOne;

    private boolean isStarted;
    private long startNs;
    /** Whether the source is at a datagram that was not sent, or at its end. */
    private boolean isPeeked;
    private boolean isAtEnd;

    /**
     * Starts when the first datagram is there.
     *
     * @param source of datagrams; closed with this agent.
     * @param sender to send with; closed with this agent.
     * @param clock  that paces.
     */
    public PacedSender(final DatagramSource source, final DatagramSender sender, final NanoClock clock)
    {
        this(source, sender, clock, false);
    }

    /**
     * Starts at a time that is known before, from which a sink counts, too.
     *
     * @param source  of datagrams; closed with this agent.
     * @param sender  to send with; closed with this agent.
     * @param clock   that paces.
     * @param startNs time of the clock at which what is due at 0 is to be sent.
     */
    public PacedSender(
        final DatagramSource source, final DatagramSender sender, final NanoClock clock, final long startNs)
    {
        this(source, sender, clock);
        start(startNs);
    }

    private PacedSender(
        final DatagramSource source, final DatagramSender sender, final NanoClock clock, final boolean isOneByOne)
    {
        this.source = source;
        this.sender = sender;
        this.clock = clock;
        this.isOneByOne = isOneByOne;
    }

    /**
     * Sends one datagram a system call, whose outcome the source learns before it goes to the next. Starts when the
     * first datagram is there.
     *
     * @param source of datagrams; closed with this agent.
     * @param sender to send with; closed with this agent.
     * @param clock  that paces.
     * @return the agent.
     */
    public static PacedSender oneByOne(final DatagramSource source, final DatagramSender sender, final NanoClock clock)
    {
        return new PacedSender(source, sender, clock, true);
    }

    @Override
    public int doWork()
    {
        if (isDone() || !isStarted && !start())
        {
            return 0;
        }
        final int workCount = isOneByOne ? sendEach(clock.nanoTime() - startNs) : sendBatch();
        if (workCount > 0 || isAtEnd)
        {
            publish();
        }
        return workCount;
    }

    @Override
    public String roleName()
    {
        return "paced-sender";
    }

    @Override
    public void onClose()
    {
        publish();
        CloseHelper.closeAll(source, sender);
    }

    @Override
    public long waitNs()
    {
        if (!batch.isEmpty() || !isPeeked || isAtEnd)
        {
            return UNKNOWN_NS;
        }
        final long waitNs = startNs + source.dueNs() - clock.nanoTime();
        // what is due and was not sent one by one was refused
        return waitNs <= 0 && isOneByOne ? UNKNOWN_NS : Math.max(0, waitNs);
    }

    /**
     * @return whether all is sent.
     */
    public boolean isDone()
    {
        return published.get(DONE) != 0;
    }

    /**
     * @return datagrams that the kernel took.
     */
    public long sent()
    {
        return count(SendOutcome.SENT);
    }

    /**
     * @return payload bytes of these.
     */
    public long bytes()
    {
        return published.get(BYTES);
    }

    /**
     * @return batches that were not taken whole, so that the rest was tried again.
     */
    public long backPressured()
    {
        return count(SendOutcome.BACK_PRESSURED);
    }

    /**
     * @return datagrams that were not sent, for whatever reason.
     */
    public long failed()
    {
        long failed = 0;
        for (final SendOutcome outcome : OUTCOMES)
        {
            failed += SendOutcome.SENT == outcome || SendOutcome.BACK_PRESSURED == outcome ? 0 : count(outcome);
        }
        return failed;
    }

    /**
     * @param outcome of sends.
     * @return how many had it.
     */
    public long count(final SendOutcome outcome)
    {
        return published.get(outcome.ordinal());
    }

    /**
     * @return time of the clock at which what is due at 0 was to be sent.
     */
    public long startNs()
    {
        return startNs;
    }

    /**
     * @return how late datagrams were sent, and at what rate.
     */
    public SendLateness lateness()
    {
        return lateness;
    }

    private boolean start()
    {
        if (peek() || isAtEnd)
        {
            start(clock.nanoTime());
        }
        return isStarted;
    }

    private void start(final long timeNs)
    {
        startNs = timeNs;
        isStarted = true;
        source.onStart(clock, timeNs);
    }

    /**
     * @return whether the source is at a datagram.
     */
    private boolean peek()
    {
        if (!isPeeked && source.isReady())
        {
            isPeeked = true;
            isAtEnd = !source.next();
        }
        return isPeeked && !isAtEnd;
    }

    private int sendEach(final long elapsedNs)
    {
        int workCount = 0;
        while (workCount < PacketBatch.CAPACITY && peek() && source.dueNs() <= elapsedNs && sendOne())
        {
            isPeeked = false;
            workCount++;
        }
        return workCount;
    }

    /**
     * @return whether it is done with, sent or not.
     */
    private boolean sendOne()
    {
        final SendOutcome outcome =
            sender.send(source.buffer(), source.offset(), source.length(), source.destination());
        counts[outcome.ordinal()]++;
        if (SendOutcome.BACK_PRESSURED != outcome)
        {
            onSettled(outcome, source.dueNs(), clock.nanoTime() - startNs, source.length());
        }
        if (SendOutcome.BACK_PRESSURED != outcome && SendOutcome.SENT != outcome)
        {
            source.onNotSent();
        }
        return SendOutcome.BACK_PRESSURED != outcome;
    }

    private int sendBatch()
    {
        if (batch.isEmpty())
        {
            fill(clock.nanoTime() - startNs);
        }
        return batch.isEmpty() ? 0 : send();
    }

    private void fill(final long elapsedNs)
    {
        int offset = 0;
        boolean isIpv4 = false;
        while (!batch.isFull() && peek() && source.dueNs() <= elapsedNs &&
            source.length() <= memory.capacity() - offset)
        {
            // each address family has a socket of its own, and packets of the other would be overtaken
            final boolean isNextIpv4 = source.destination().getAddress() instanceof Inet4Address;
            if (!batch.isEmpty() && isNextIpv4 != isIpv4)
            {
                break;
            }
            isIpv4 = isNextIpv4;
            add(offset);
            offset += source.length();
        }
    }

    private void add(final int offset)
    {
        memory.putBytes(offset, source.buffer(), source.offset(), source.length());
        packet.wrap(memory, offset, source.length());
        final int index = batch.size();
        batch.add(packet);
        batch.destination(index, source.destination());
        dueNs[index] = source.dueNs();
        isPeeked = false;
    }

    private int send()
    {
        sender.send(batch);
        final long sentNs = clock.nanoTime() - startNs;
        int workCount = 0;
        while (!batch.isEmpty() && !batch.isWaiting(batch.first()))
        {
            final int index = batch.first();
            counts[batch.outcome(index).ordinal()]++;
            onSettled(batch.outcome(index), dueNs[index], sentNs, batch.packet(index).length());
            batch.settleFirst();
            workCount++;
        }
        counts[SendOutcome.BACK_PRESSURED.ordinal()] += batch.isEmpty() ? 0 : 1;
        return workCount;
    }

    private void onSettled(final SendOutcome outcome, final long wantedNs, final long sentNs, final int length)
    {
        lateness.onDue(wantedNs, length);
        if (SendOutcome.SENT == outcome)
        {
            lateness.onSent(wantedNs, sentNs, length);
            counts[BYTES] += length;
        }
    }

    private void publish()
    {
        counts[DONE] = isPeeked && isAtEnd && batch.isEmpty() ? 1 : 0;
        for (int i = 0; i < COUNTS; i++)
        {
            published.lazySet(i, counts[i]);
        }
    }
}
