package relay.tools.send;

import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import relay.tools.paced.PacedAgent;
import relay.transport.DatagramSender;
import relay.transport.SendOutcome;

/**
 * Sends datagrams when they are due. Fallen behind, it catches up in bounded batches; each datagram carries the time
 * at which it was due, so that being late shows as latency. A refused send is tried again, a failed one is counted and
 * its sequence number used for the next: what the sink misses was lost on the way.
 *
 * <p>{@link #doWork()} and {@link #waitNs()} run on one thread; {@link #isDone()}, {@link #sent()}, {@link #bytes()},
 * {@link #failed()} and {@link #backPressured()} may be read by any, the rest when the agent is closed.
 */
public final class Generator implements PacedAgent
{
    /** The most datagrams of one duty cycle. */
    static final int BATCH_LIMIT = 64;

    private static final SendOutcome[] OUTCOMES = SendOutcome.values();
    private static final int BYTES = OUTCOMES.length;
    private static final int DONE = BYTES + 1;

    private final AtomicLongArray published = new AtomicLongArray(DONE + 1);
    private final long[] outcomes = new long[OUTCOMES.length];
    private final DatagramSender sender;
    private final ProbeSource source;
    private final NanoClock clock;
    private final EpochNanoClock epochClock;

    private boolean isStarted;
    private long startNs;
    private long startEpochNs;
    private long lastSendNs;
    private long lastOffsetNs;
    private long latenessMaxNs;
    private long bytes;
    private boolean isAtEnd;

    /**
     * @param plan       what to send.
     * @param sender     to send with; closed with this agent.
     * @param clock      that paces.
     * @param epochClock for the times in the payloads.
     */
    public Generator(
        final TrafficPlan plan, final DatagramSender sender, final NanoClock clock, final EpochNanoClock epochClock)
    {
        this(ProbeSource.of(plan), sender, clock, epochClock);
    }

    /**
     * @param source     what to send, from its beginning; closed with this agent.
     * @param sender     to send with; closed with this agent.
     * @param clock      that paces.
     * @param epochClock for the times in the payloads.
     */
    public Generator(
        final ProbeSource source, final DatagramSender sender, final NanoClock clock, final EpochNanoClock epochClock)
    {
        this.source = source;
        this.sender = sender;
        this.clock = clock;
        this.epochClock = epochClock;
        isAtEnd = !source.next();
    }

    @Override
    public int doWork()
    {
        if (isDone())
        {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        if (!isStarted)
        {
            isStarted = true;
            startNs = nowNs;
            lastSendNs = nowNs;
            // what the reading itself takes is taken off, or the first datagrams would arrive before they are due
            final long epochNs = epochClock.nanoTime();
            startEpochNs = epochNs - (clock.nanoTime() - nowNs);
            source.startAt(startEpochNs);
        }
        final int workCount = sendDue(nowNs - startNs);
        publish();
        return workCount;
    }

    @Override
    public String roleName()
    {
        return "generator";
    }

    @Override
    public void onClose()
    {
        publish();
        source.close();
        sender.close();
    }

    @Override
    public long waitNs()
    {
        final long waitNs = isStarted && !isAtEnd ? startNs + source.dueNs() - clock.nanoTime() : UNKNOWN_NS;
        return waitNs > 0 ? waitNs : UNKNOWN_NS; // refused by the kernel, for now
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
        return published.get(SendOutcome.SENT.ordinal());
    }

    /**
     * @return payload bytes of these.
     */
    public long bytes()
    {
        return published.get(BYTES);
    }

    /**
     * @return times that a send was refused and tried again.
     */
    public long backPressured()
    {
        return published.get(SendOutcome.BACK_PRESSURED.ordinal());
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

    public long runId()
    {
        return source.runId();
    }

    /**
     * @return when the first datagram was due, nanoseconds since the epoch; 0 if it never began.
     */
    public long startEpochNs()
    {
        return startEpochNs;
    }

    /**
     * @return from the start to when the next datagram would have been sent, the delay of the last included: sent
     * datagrams in this time are the achieved rate. In nanoseconds.
     */
    public long elapsedNs()
    {
        return lastSendNs - startNs + source.dueNs() - lastOffsetNs;
    }

    /**
     * @return how late the latest datagram was sent, in nanoseconds.
     */
    public long latenessMaxNs()
    {
        return latenessMaxNs;
    }

    private int sendDue(final long elapsedNs)
    {
        int workCount = 0;
        while (workCount < BATCH_LIMIT && !isAtEnd && source.dueNs() <= elapsedNs)
        {
            if (!sendNext())
            {
                break;
            }
            latenessMaxNs = Math.max(latenessMaxNs, elapsedNs - source.dueNs());
            lastOffsetNs = source.dueNs();
            lastSendNs = startNs + elapsedNs;
            isAtEnd = !source.next();
            workCount++;
        }
        return workCount;
    }

    private boolean sendNext()
    {
        final SendOutcome outcome =
            sender.send(source.buffer(), source.offset(), source.length(), source.destination());
        outcomes[outcome.ordinal()]++;
        if (SendOutcome.SENT == outcome)
        {
            bytes += source.length();
        }
        else if (SendOutcome.BACK_PRESSURED != outcome)
        {
            source.reuseNumber();
        }
        return SendOutcome.BACK_PRESSURED != outcome;
    }

    private void publish()
    {
        for (int i = 0; i < outcomes.length; i++)
        {
            published.lazySet(i, outcomes[i]);
        }
        published.lazySet(BYTES, bytes);
        published.lazySet(DONE, isAtEnd ? 1 : 0);
    }
}
