package relay.pipeline.ingress;

import java.util.List;
import org.agrona.CloseHelper;
import relay.transport.ReadySet;

/**
 * All sockets of an ingress stage: of however many there are, only those are read that have something. Belongs to the
 * ingress thread.
 */
public final class UdpSources implements IngressSource
{
    private final ReadySet readySet;
    private final UdpSource[] sources;
    private int awaitedCount;

    /**
     * @param readySet empty, and closed with this.
     * @param sources  to read, closed with this.
     */
    public UdpSources(final ReadySet readySet, final List<UdpSource> sources)
    {
        this.readySet = readySet;
        this.sources = sources.toArray(new UdpSource[0]);
        for (int i = 0; i < this.sources.length; i++)
        {
            readySet.add(this.sources[i].receiver(), i);
        }
    }

    @Override
    public int poll(final long nowNs, final long epochNs, final int limit)
    {
        final int readyCount = awaitedCount > 0 ? awaitedCount : readySet.select(0);
        awaitedCount = 0;
        int count = 0;
        for (int i = 0; i < readyCount; i++)
        {
            count += sources[readySet.ready(i)].poll(nowNs, epochNs, limit);
        }
        return count;
    }

    /**
     * Called from the ingress thread when it has nothing else to do. What is ready then is read by the next
     * {@link #poll}, which need not ask again.
     *
     * @param timeoutNs the longest to wait for a datagram.
     * @return how many sockets are ready.
     */
    public int await(final long timeoutNs)
    {
        awaitedCount = readySet.select(timeoutNs);
        return awaitedCount;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(sources);
        CloseHelper.close(readySet);
    }
}
