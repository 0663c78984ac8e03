package relay.pipeline.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import relay.pipeline.ingress.Flow;
import relay.pipeline.watch.WatchedSocket;
import relay.transport.DatagramReceiver;
import relay.transport.GroupSocket;

/**
 * What one worker has open, and which of its sockets the conductor looks after. Filled and closed by the thread that
 * launches the relay.
 */
public final class OpenedEndpoints implements AutoCloseable
{
    private final Consumer<String> description;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<FlowSocket> flowSockets = new ArrayList<>();
    private final List<WatchedSocket> watchedSockets = new ArrayList<>();

    /**
     * @param description takes a human-readable line on what was opened.
     */
    public OpenedEndpoints(final Consumer<String> description)
    {
        this.description = description;
    }

    /**
     * @param resource that was opened, and will be closed before those that were opened earlier.
     * @param <T>      its type.
     * @return the resource.
     */
    public <T extends AutoCloseable> T add(final T resource)
    {
        opened.add(resource);
        return resource;
    }

    /**
     * @param line human-readable, on what was opened.
     */
    public void describe(final String line)
    {
        description.accept(line);
    }

    /**
     * @param flow     that receives.
     * @param receiver a socket that it receives from; the conductor asks it what the kernel dropped.
     */
    public void receives(final Flow flow, final DatagramReceiver receiver)
    {
        flowSockets.add(new FlowSocket(flow, receiver));
    }

    /**
     * @param name   of the flow or destination that it belongs to, human-readable.
     * @param socket whose interface may be removed and made again.
     * @param wanted name, address or network of the interface, as configured; null if the system chose.
     */
    public void watch(final String name, final GroupSocket socket, final String wanted)
    {
        watchedSockets.add(new WatchedSocket(name, socket, wanted));
    }

    public List<FlowSocket> flowSockets()
    {
        return flowSockets;
    }

    public List<WatchedSocket> watchedSockets()
    {
        return watchedSockets;
    }

    @Override
    public void close()
    {
        for (int i = opened.size() - 1; i >= 0; i--)
        {
            CloseHelper.quietClose(opened.get(i));
        }
    }
}
