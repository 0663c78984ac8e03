package relay.transport.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import relay.transport.DatagramReceiver;
import relay.transport.OpenFailure;
import relay.transport.ReadySet;

/**
 * Asks a {@link Selector}. That waits whole milliseconds: what is to be shorter is slept through.
 */
final class NioReadySet implements ReadySet
{
    private static final long MILLISECOND_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Selector selector;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private int[] ready = new int[0];
    private int readyCount;

    NioReadySet()
    {
        try
        {
            selector = Selector.open();
        }
        catch (final IOException ex)
        {
            throw OpenFailure.of("cannot wait for datagrams", ex);
        }
    }

    @Override
    public void add(final DatagramReceiver receiver, final int index)
    {
        try
        {
            ((NioDatagramReceiver)receiver).channel().register(selector, SelectionKey.OP_READ, index);
            ready = new int[selector.keys().size()];
        }
        catch (final ClosedChannelException ex)
        {
            throw new IllegalStateException("added after close: " + receiver.description(), ex);
        }
    }

    @Override
    public int select(final long timeoutNs)
    {
        readyCount = 0;
        try
        {
            if (timeoutNs >= MILLISECOND_NS)
            {
                selector.select(onReady, TimeUnit.NANOSECONDS.toMillis(timeoutNs));
            }
            else if (0 == selector.selectNow(onReady) && timeoutNs > 0)
            {
                LockSupport.parkNanos(timeoutNs);
                selector.selectNow(onReady);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return readyCount;
    }

    @Override
    public int ready(final int position)
    {
        return ready[position];
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(selector);
    }

    private void onReady(final SelectionKey key)
    {
        ready[readyCount++] = (Integer)key.attachment();
    }
}
