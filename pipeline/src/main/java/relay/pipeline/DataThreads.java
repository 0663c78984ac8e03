package relay.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import relay.config.Execution;
import relay.config.Idle;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.threads.DataThread;
import relay.pipeline.threads.Doorbell;
import relay.pipeline.threads.SpinWindow;

/**
 * Makes the data threads that an execution asks for, worker after worker, in the order in which cores are given out and
 * in which they must be closed: what one leaves behind, the next accounts for.
 *
 * <pre>
 *   compact     [ ingress, qos, egress 1 .. egress D, aeron driver if there is one worker ]
 *   staged      [ ingress, qos ]  [ egress 1 .. egress D ]
 *   dedicated   [ ingress ]  [ qos ]  [ egress 1 ]  ..  [ egress D ]
 * </pre>
 */
final class DataThreads
{
    private final Execution execution;
    private final IntConsumer pinning;
    private final ErrorHandler errorHandler;
    private final List<DataThread> threads = new ArrayList<>();

    /**
     * @param execution    how to run.
     * @param pinning      pins the thread that calls it to a core.
     * @param errorHandler told when that fails.
     */
    DataThreads(final Execution execution, final IntConsumer pinning, final ErrorHandler errorHandler)
    {
        this.execution = execution;
        this.pinning = pinning;
        this.errorHandler = errorHandler;
    }

    /**
     * @param worker whose stages to run.
     * @param prefix of its threads' names.
     * @param guests to run with the only data thread; none in other layouts.
     */
    void add(final Worker worker, final String prefix, final List<Agent> guests)
    {
        final List<EgressAgent> egress = worker.egressAgents();
        switch (execution.layout())
        {
            case COMPACT ->
            {
                final List<Agent> all = new ArrayList<>(List.of(worker.ingress(), worker.qos()));
                all.addAll(egress);
                all.addAll(guests);
                add(prefix, all, ingressIdle(worker, !guests.isEmpty()), List.of());
            }
            case STAGED ->
            {
                final Doorbell toEgress = new Doorbell(() -> EgressAgent.areDrained(egress));
                add(prefix, List.of(worker.ingress(), worker.qos()), ingressIdle(worker, false),
                    bells(List.of(toEgress)));
                add(prefix, egress, idle(worker, toEgress), List.of());
            }
            case DEDICATED ->
            {
                final Doorbell toQos = new Doorbell(worker.qos()::isDrained);
                final List<Doorbell> toEgress = egress.stream().map(agent -> new Doorbell(agent::isDrained)).toList();
                add(prefix, List.of(worker.ingress()), ingressIdle(worker, false), bells(List.of(toQos)));
                add(prefix, List.of(worker.qos()), idle(worker, toQos), bells(toEgress));
                for (int i = 0; i < egress.size(); i++)
                {
                    add(prefix, List.of(egress.get(i)), idle(worker, toEgress.get(i)), List.of());
                }
            }
        }
    }

    List<DataThread> threads()
    {
        return threads;
    }

    /**
     * @return which thread runs where, a line each; nothing for threads that may run anywhere.
     */
    List<String> description()
    {
        final List<String> lines = new ArrayList<>();
        final int cores = execution.cores().size();
        if (cores > 0)
        {
            threads.forEach(thread -> lines.add("thread " + thread.roleName() + ": core " + thread.core()));
            if (cores < threads.size())
            {
                lines.add("warning: " + threads.size() + " data threads share " + cores + " cores: name " +
                    threads.size() + ", or choose another layout or fewer workers");
            }
        }
        return lines;
    }

    private void add(
        final String prefix,
        final List<? extends Agent> agents,
        final IdleStrategy idleStrategy,
        final List<Doorbell> next)
    {
        final List<Integer> cores = execution.cores();
        final int core = cores.isEmpty() ? DataThread.ANY_CORE : cores.get(threads.size() % cores.size());
        threads.add(new DataThread(prefix, agents, idleStrategy, next, core, pinning, errorHandler));
    }

    /** Nobody needs to be woken who never sleeps. */
    private List<Doorbell> bells(final List<Doorbell> all)
    {
        return isSleeping() ? all : List.of();
    }

    private boolean isSleeping()
    {
        return Idle.BACKOFF == execution.idle() || Idle.SLEEP == execution.idle();
    }

    private IdleStrategy ingressIdle(final Worker worker, final boolean isPolling)
    {
        return isSleeping() ? worker.idle().ofIngress(spinLengthNs(), isPolling) : sleepless();
    }

    private IdleStrategy idle(final Worker worker, final Doorbell doorbell)
    {
        return isSleeping() ? worker.idle().of(spinLengthNs(), doorbell) : sleepless();
    }

    private long spinLengthNs()
    {
        return Idle.BACKOFF == execution.idle() ? SpinWindow.LENGTH_NS : 0;
    }

    private IdleStrategy sleepless()
    {
        return Idle.YIELD == execution.idle() ? YieldingIdleStrategy.INSTANCE : BusySpinIdleStrategy.INSTANCE;
    }
}
