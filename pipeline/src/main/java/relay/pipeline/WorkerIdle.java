package relay.pipeline;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import relay.config.Layout;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.ingress.IngressAgent;
import relay.pipeline.threads.DataIdleStrategy;
import relay.pipeline.threads.Doorbell;
import relay.pipeline.threads.SpinWindow;

/**
 * What the data threads of a worker wait for when they have nothing to do. Made by the thread that launches the relay;
 * each strategy belongs to the thread that it is made for.
 */
final class WorkerIdle
{
    private final NanoClock clock;
    private final IngressAgent ingress;
    private final WorkerEndpoints endpoints;
    private final BooleanSupplier drain;

    /**
     * @param clock     monotonic.
     * @param layout    of the relay.
     * @param ingress   of the worker.
     * @param egress    of the worker.
     * @param endpoints of the worker, all open.
     */
    WorkerIdle(
        final NanoClock clock,
        final Layout layout,
        final IngressAgent ingress,
        final List<EgressAgent> egress,
        final WorkerEndpoints endpoints)
    {
        this.clock = clock;
        this.ingress = ingress;
        this.endpoints = endpoints;
        drain = Layout.COMPACT == layout ? () -> drain(egress) : ingress::drain;
    }

    /**
     * @param spinLengthNs how long it may look again before it sleeps, in nanoseconds.
     * @param isPolling    whether the ingress thread also runs what wakes no thread.
     * @return for the ingress thread: it is woken by datagrams, if there are sockets.
     */
    IdleStrategy ofIngress(final long spinLengthNs, final boolean isPolling)
    {
        return null == endpoints.await() ?
            idle(spinLengthNs, WorkerIdle::park, drain, DataIdleStrategy.Wake.ONLY_POLLING) :
            idle(spinLengthNs, endpoints.await(), drain, isPolling || endpoints.isPolling() ?
                DataIdleStrategy.Wake.ALSO_POLLING : DataIdleStrategy.Wake.WOKEN);
    }

    /**
     * @param spinLengthNs how long it may look again before it sleeps, in nanoseconds.
     * @param doorbell     that wakes it.
     * @return for a thread that does not run ingress.
     */
    IdleStrategy of(final long spinLengthNs, final Doorbell doorbell)
    {
        return idle(spinLengthNs, doorbell::await, doorbell::isDrained, DataIdleStrategy.Wake.WOKEN);
    }

    private IdleStrategy idle(
        final long spinLengthNs,
        final LongToIntFunction await,
        final BooleanSupplier isDrained,
        final DataIdleStrategy.Wake wake)
    {
        return new DataIdleStrategy(clock, new SpinWindow(spinLengthNs, clock.nanoTime()), await, isDrained, wake);
    }

    private static int park(final long timeoutNs)
    {
        LockSupport.parkNanos(timeoutNs);
        return 0;
    }

    /** Called from the data thread that does everything. */
    private boolean drain(final List<EgressAgent> egress)
    {
        for (int i = 0; i < egress.size(); i++)
        {
            if (egress.get(i).isKeeping())
            {
                return false;
            }
        }
        return ingress.drain();
    }
}
