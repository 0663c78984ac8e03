package relay.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;
import org.agrona.concurrent.IdleStrategy;

/**
 * What a thread that receives does when it has nothing to do: it waits in the kernel for the next datagram, no longer than
 * the rest of its work may wait. Belongs to that thread.
 *
 * <p>Where nothing but datagrams can give it work and all that came is sent, it waits at once: whether more have come, the
 * wait itself tells, and one system call does instead of two.
 *
 * <pre>
 *   work ──▶ (if it polls Aeron) look {@link #POLLING_SPINS_MAX} times more ──▶ wait ──▶ look again, wait ...
 * </pre>
 *
 * <table>
 * <caption>how long it waits</caption>
 * <tr><td>packets are in its lanes</td><td>{@link #UNDRAINED_TIMEOUT_NS}: until a destination takes them</td></tr>
 * <tr><td>else, if it polls Aeron</td><td>{@link #POLLING_TIMEOUT_NS}: which wakes nobody</td></tr>
 * <tr><td>else</td><td>{@link #DRAINED_TIMEOUT_NS}: only the stop and the histograms' collector can want it</td></tr>
 * </table>
 */
final class DataIdleStrategy implements IdleStrategy
{
    /** Where Aeron, which wakes nobody, is polled too. Elsewhere, looking for longer costs CPU and saves no latency. */
    static final int POLLING_SPINS_MAX = 20;
    static final long UNDRAINED_TIMEOUT_NS = TimeUnit.MICROSECONDS.toNanos(50);
    static final long POLLING_TIMEOUT_NS = TimeUnit.MICROSECONDS.toNanos(100);
    static final long DRAINED_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongToIntFunction await;
    private final BooleanSupplier drain;
    private final long drainedTimeoutNs;
    private final int spinsMax;
    private int spins;
    private boolean isFalseAlarm;

    /**
     * @param await     waits for one of the sockets that the thread reads, for so many nanoseconds at most, and tells how
     *                  many are ready.
     * @param drain     takes back what is released, and tells whether its lanes have nothing in flight.
     * @param isPolling whether it has something to poll that the ready set knows nothing of.
     */
    DataIdleStrategy(final LongToIntFunction await, final BooleanSupplier drain, final boolean isPolling)
    {
        this.await = await;
        this.drain = drain;
        drainedTimeoutNs = isPolling ? POLLING_TIMEOUT_NS : DRAINED_TIMEOUT_NS;
        spinsMax = isPolling ? POLLING_SPINS_MAX : 0;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            reset();
            if (spinsMax > 0 || !drain.getAsBoolean())
            {
                return;
            }
        }
        idle();
    }

    @Override
    public void idle()
    {
        if (spins < spinsMax)
        {
            spins++;
            Thread.onSpinWait();
        }
        else if (isFalseAlarm)
        {
            // a socket is ready and gives nothing, or nobody reads any more: the ready set would not wait at all
            isFalseAlarm = false;
            LockSupport.parkNanos(UNDRAINED_TIMEOUT_NS);
        }
        else
        {
            isFalseAlarm = await.applyAsInt(drain.getAsBoolean() ? drainedTimeoutNs : UNDRAINED_TIMEOUT_NS) > 0;
        }
    }

    @Override
    public void reset()
    {
        spins = 0;
        isFalseAlarm = false;
    }

    @Override
    public String alias()
    {
        return "data";
    }
}
