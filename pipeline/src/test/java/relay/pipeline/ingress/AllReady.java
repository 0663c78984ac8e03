package relay.pipeline.ingress;

import relay.transport.DatagramReceiver;
import relay.transport.ReadySet;

/**
 * Says of every receiver that it is ready.
 */
public final class AllReady implements ReadySet
{
    private int count;

    @Override
    public void add(final DatagramReceiver receiver, final int index)
    {
        count++;
    }

    @Override
    public int select(final long timeoutNs)
    {
        return count;
    }

    @Override
    public int ready(final int position)
    {
        return position;
    }

    @Override
    public void close()
    {
    }
}
