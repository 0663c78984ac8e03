package relay.tools.paced;

import java.net.InetSocketAddress;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * The datagrams of another source, of which a subclass changes something. Used by one thread.
 */
public abstract class DelegatingSource implements DatagramSource
{
    /** Whose datagrams these are. */
    protected final DatagramSource source;

    /**
     * @param source of datagrams; closed with this one.
     */
    protected DelegatingSource(final DatagramSource source)
    {
        this.source = source;
    }

    @Override
    public boolean isReady()
    {
        return source.isReady();
    }

    @Override
    public void onStart(final NanoClock clock, final long startNs)
    {
        source.onStart(clock, startNs);
    }

    @Override
    public void onNotSent()
    {
        source.onNotSent();
    }

    @Override
    public DirectBuffer buffer()
    {
        return source.buffer();
    }

    @Override
    public int offset()
    {
        return source.offset();
    }

    @Override
    public int length()
    {
        return source.length();
    }

    @Override
    public InetSocketAddress destination()
    {
        return source.destination();
    }

    @Override
    public long dueNs()
    {
        return source.dueNs();
    }

    @Override
    public void close()
    {
        source.close();
    }
}
