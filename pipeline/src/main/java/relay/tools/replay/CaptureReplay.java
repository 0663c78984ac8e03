package relay.tools.replay;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.agrona.DirectBuffer;
import relay.tools.paced.DatagramSource;
import relay.transport.capture.CaptureReader;
import relay.transport.capture.SkipReason;

/**
 * The datagrams of a capture, in its order: filtered, routed and timed, once or over and over. A damaged capture ends
 * where the damage is, in every pass. Takes the same memory whatever the size of the file. Owned by one thread.
 *
 * <p>Every datagram that was read is accounted for: it is {@link #filtered()}, or stays here because of its
 * {@link ReplayRoute}, or comes {@link #beforeStart()}, or is {@link #replayed()}.
 */
public final class CaptureReplay implements DatagramSource
{
    private final ReplayPlan plan;
    private final ReplayRoute route;
    private final CaptureClock clock;
    private final CapturePasses passes;
    private long earlierReplayed;
    private boolean isAtEnd;
    private volatile boolean isStopped;
    private long filtered;
    private long beforeStart;
    private long replayed;
    private long bytes;
    private long passRouted;
    private InetSocketAddress destination;
    private long dueNs;

    private CaptureReplay(final ReplayPlan plan, final ReplayRoute route, final CapturePasses passes)
    {
        this.plan = plan;
        this.route = route;
        this.passes = passes;
        clock = new CaptureClock(plan.gapLimitNs());
    }

    /**
     * @param plan  what to replay.
     * @param route where to.
     * @return the replay before its first datagram.
     * @throws IOException if nothing of the file can be read; a file that is no capture is an {@link #error}.
     */
    public static CaptureReplay open(final ReplayPlan plan, final ReplayRoute route) throws IOException
    {
        return new CaptureReplay(plan, route, new CapturePasses(plan.file()));
    }

    @Override
    public boolean next()
    {
        while (!isAtEnd && !isStopped)
        {
            while (!isStopped && replayed - earlierReplayed < plan.count() && passes.reader().next())
            {
                if (accept())
                {
                    return true;
                }
            }
            isAtEnd = !beginPass();
        }
        return false;
    }

    /**
     * May be called from any thread: no more datagrams are looked for, of which a filter may leave out millions.
     */
    public void stop()
    {
        isStopped = true;
    }

    @Override
    public DirectBuffer buffer()
    {
        return passes.reader().buffer();
    }

    @Override
    public int offset()
    {
        return passes.reader().payloadOffset();
    }

    @Override
    public int length()
    {
        return passes.reader().payloadLength();
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

    @Override
    public void close()
    {
        passes.close();
    }

    /**
     * @return what kind of file it is.
     */
    public String format()
    {
        return passes.format();
    }

    /**
     * @return what is wrong with the file, as far as it was read before {@link #stop}; or null.
     */
    public String error()
    {
        // who was stopped may have been interrupted while it read
        return isStopped ? passes.keptError() : passes.error();
    }

    /**
     * @return the number of the pass, from 1.
     */
    public long passes()
    {
        return passes.pass();
    }

    /**
     * @return records that were read, in all passes.
     */
    public long records()
    {
        return passes.records();
    }

    /**
     * @return datagrams among them.
     */
    public long datagrams()
    {
        return passes.datagrams();
    }

    /**
     * @param reason for skipping.
     * @return records that were skipped for it, in all passes.
     */
    public long skipped(final SkipReason reason)
    {
        return passes.skipped(reason);
    }

    /**
     * @return datagrams that the filter kept out.
     */
    public long filtered()
    {
        return filtered;
    }

    /**
     * @return datagrams that came before the first that was wanted.
     */
    public long beforeStart()
    {
        return beforeStart;
    }

    /**
     * @return datagrams that {@link #next} has come to.
     */
    public long replayed()
    {
        return replayed;
    }

    /**
     * @return of them: times that were before the one before them.
     */
    public long backward()
    {
        return clock.backward();
    }

    /**
     * @return of them: gaps that were shortened.
     */
    public long shortenedGaps()
    {
        return clock.shortened();
    }

    /**
     * @return by how much they were shortened in all, in nanoseconds.
     */
    public long shortenedNs()
    {
        return clock.shortenedNs();
    }

    /**
     * @return of them: those without a time.
     */
    public long untimed()
    {
        return clock.untimed();
    }

    /**
     * @return whether the datagram goes.
     */
    private boolean accept()
    {
        final CaptureReader reader = passes.reader();
        if (!plan.filter().test(reader))
        {
            filtered++;
            return false;
        }
        destination = route.destination(reader);
        if (null == destination)
        {
            return false;
        }
        passRouted++;
        if (passRouted < plan.start())
        {
            beforeStart++;
            return false;
        }
        final long captureNs = reader.isTimed() ? clock.onTimed(reader.epochNs()) : clock.onUntimed();
        dueNs = plan.pace().dueNs(captureNs, replayed, bytes);
        replayed++;
        bytes += reader.payloadLength();
        return true;
    }

    /**
     * @return whether there is another pass; one that found nothing would find nothing for ever.
     */
    private boolean beginPass()
    {
        if (!isStopped)
        {
            passes.keepError();
        }
        if (passes.pass() == plan.passes() || earlierReplayed == replayed || !passes.next())
        {
            return false;
        }
        earlierReplayed = replayed;
        passRouted = 0;
        clock.onPass();
        return true;
    }
}
