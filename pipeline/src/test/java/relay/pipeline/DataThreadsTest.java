package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.config.DestinationConfig;
import relay.config.Execution;
import relay.config.FlowConfig;
import relay.config.Idle;
import relay.config.Layout;
import relay.config.Profile;
import relay.config.RelayConfig;
import relay.config.TrafficClass;
import relay.pipeline.endpoint.EndpointKinds;
import relay.pipeline.endpoint.OpenerContext;
import relay.pipeline.ingress.Identity;
import relay.pipeline.ingress.LoopGuard;
import relay.pipeline.ledger.Counters;
import relay.pipeline.threads.DataIdleStrategy;
import relay.pipeline.threads.DataThread;
import relay.pipeline.threads.Doorbell;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.transport.endpoint.EndpointParser;
import relay.transport.udp.Io;

/** Which threads there are, in which order, on which cores. */
class DataThreadsTest
{
    private static final TrafficClass CLASS = TrafficClass.of("c", 0, 1, 0, new BufferCounts(8, 0, 0, 0));

    private final List<Worker> workers = new ArrayList<>();
    private final List<Integer> pinned = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    @AfterEach
    void closeWorkers()
    {
        workers.forEach(Worker::close);
    }

    @Test
    void shouldHaveOneThreadWhenCompact()
    {
        final List<DataThread> threads = threads(execution(Layout.COMPACT, Idle.BACKOFF), 1).threads();
        assertEquals(List.of("[ingress,qos,egress x,egress y]"), names(threads));
        assertInstanceOf(DataIdleStrategy.class, threads.getFirst().idleStrategy());
    }

    @Test
    void shouldSeparateReceivingFromSendingWhenStaged()
    {
        final List<DataThread> threads = threads(execution(Layout.STAGED, Idle.BACKOFF), 1).threads();
        assertEquals(List.of("[ingress,qos]", "[egress x,egress y]"), names(threads));
        assertInstanceOf(DataIdleStrategy.class, threads.getFirst().idleStrategy());
        assertInstanceOf(DataIdleStrategy.class, threads.getLast().idleStrategy());
    }

    @Test
    void shouldHaveAThreadForEachStageWhenDedicated()
    {
        final List<DataThread> threads = threads(execution(Layout.DEDICATED, Idle.BACKOFF), 2).threads();
        assertEquals(List.of("worker 1 ingress", "worker 1 qos", "worker 1 egress x", "worker 1 egress y",
            "worker 2 ingress", "worker 2 qos", "worker 2 egress x", "worker 2 egress y"), names(threads));
        final List<IdleStrategy> strategies = threads.stream().map(DataThread::idleStrategy).toList();
        assertEquals(8, strategies.stream().distinct().count(), "strategies that count belong to one thread");
    }

    /** A doorbell is that of the stage which has something to do when it rings. */
    @Test
    void shouldRingForTheStageThatGoesOn()
    {
        final List<DataThread> threads = threads(execution(Layout.DEDICATED, Idle.SLEEP), 1).threads();
        assertEquals(List.of(List.of(true), List.of(true, true), List.of(), List.of()), drained(threads));
        publish(workers.getFirst());
        assertEquals(List.of(List.of(false), List.of(true, true), List.of(), List.of()), drained(threads));
        workers.getFirst().qos().doWork();
        assertEquals(List.of(List.of(true), List.of(false, false), List.of(), List.of()), drained(threads));
        workers.getFirst().egressAgents().getFirst().doWork();
        assertEquals(List.of(List.of(true), List.of(true, false), List.of(), List.of()), drained(threads));
    }

    @Test
    void shouldRingOnceForAllThatSend()
    {
        final List<DataThread> threads = threads(execution(Layout.STAGED, Idle.BACKOFF), 1).threads();
        publish(workers.getFirst());
        workers.getFirst().qos().doWork();
        assertEquals(List.of(List.of(false), List.of()), drained(threads));
        workers.getFirst().egressAgents().getFirst().doWork();
        assertEquals(List.of(List.of(false), List.of()), drained(threads), "the other has it still");
        workers.getFirst().egressAgents().getLast().doWork();
        assertEquals(List.of(List.of(true), List.of()), drained(threads));
    }

    @Test
    void shouldWakeNobodyWhoNeverSleeps()
    {
        threads(execution(Layout.DEDICATED, Idle.YIELD), 1).threads()
            .forEach(thread -> assertEquals(0, thread.next().length));
    }

    @Test
    void shouldYieldIfToldSo()
    {
        for (final DataThread thread : threads(execution(Layout.DEDICATED, Idle.YIELD), 1).threads())
        {
            assertInstanceOf(YieldingIdleStrategy.class, thread.idleStrategy());
        }
    }

    @Test
    void shouldSpinIfToldSo()
    {
        for (final DataThread thread : threads(execution(Layout.DEDICATED, Idle.BUSY_SPIN, 3), 1).threads())
        {
            assertInstanceOf(BusySpinIdleStrategy.class, thread.idleStrategy());
        }
    }

    @Test
    void shouldPinEachThreadToTheNextCoreWhenItStarts()
    {
        final DataThreads threads = threads(execution(Layout.STAGED, Idle.BACKOFF, 7, 2, 3, 4, 5), 2);
        assertEquals(List.of(), pinned);
        threads.threads().forEach(DataThread::onStart);
        assertEquals(List.of(7, 2, 3, 4), pinned);
        assertEquals(List.of(
            "thread worker 1 [ingress,qos]: core 7",
            "thread worker 1 [egress x,egress y]: core 2",
            "thread worker 2 [ingress,qos]: core 3",
            "thread worker 2 [egress x,egress y]: core 4"), threads.description());
    }

    @Test
    void shouldGiveCoresOutAgainIfThereAreFewer()
    {
        final DataThreads threads = threads(execution(Layout.DEDICATED, Idle.BACKOFF, 1, 0, 3), 1);
        threads.threads().forEach(DataThread::onStart);
        assertEquals(List.of(1, 0, 3, 1), pinned);
        assertEquals("warning: 4 data threads share 3 cores: name 4, or choose another layout or fewer workers",
            threads.description().getLast());
    }

    @Test
    void shouldLeaveTheCoreToTheSystemOtherwise()
    {
        final DataThreads threads = threads(execution(Layout.DEDICATED, Idle.BACKOFF), 1);
        threads.threads().forEach(DataThread::onStart);
        assertEquals(List.of(), pinned);
        assertEquals(List.of(), threads.description());
    }

    @Test
    void shouldGoOnAnywhereIfTheSystemRefusesACore()
    {
        final DataThreads threads = threads(execution(Layout.COMPACT, Idle.BACKOFF, -7), 1);
        threads.threads().forEach(DataThread::onStart);
        assertEquals(List.of(), pinned);
        assertEquals(List.of("no core -7"), errors.stream().map(Throwable::getMessage).toList());
    }

    private DataThreads threads(final Execution execution, final int workerCount)
    {
        final RelayConfig config = new RelayConfig("r", execution, List.of(CLASS),
            IntStream.rangeClosed(1, workerCount).mapToObj(number -> FlowConfig.of(
                "f" + number, EndpointParser.parse("udp://127.0.77." + number + ":29871"),
                CLASS.name(), List.of("x", "y"))).toList(),
            List.of(destination("x"), destination("y")));
        final WorkerContext context = new WorkerContext(config, SystemNanoClock.INSTANCE, () -> 0,
            new Identity("r", 1), LoopGuard.of(List.of()), Counters.inMemory(),
            MemoryBudget.ofThisMachine(), new ArrayList<>(), null, workerCount);
        final EndpointKinds kinds = new EndpointKinds(new OpenerContext(config, context.identity(), context.loopGuard(),
            context.description()::add, workerCount), null);
        final DataThreads threads = new DataThreads(execution, this::pin, errors::add);
        for (int number = 1; number <= workerCount; number++)
        {
            final Worker worker = new Worker(context, number, List.of(config.flows().get(number - 1)), kinds);
            workers.add(worker);
            config.destinations().forEach(worker::openDestination);
            worker.openSources();
            threads.add(worker, worker.label(), List.of());
        }
        return threads;
    }

    private static void publish(final Worker worker)
    {
        final Lane lane = worker.lanes()[0];
        lane.packet(lane.claim(10, 1)).flowIndex(0);
        lane.publish();
    }

    private static List<List<Boolean>> drained(final List<DataThread> threads)
    {
        return threads.stream().map(thread -> Stream.of(thread.next()).map(Doorbell::isDrained).toList()).toList();
    }

    private void pin(final int core)
    {
        if (core < 0)
        {
            throw new IllegalArgumentException("no core " + core);
        }
        pinned.add(core);
    }

    private static DestinationConfig destination(final String name)
    {
        return DestinationConfig.of(name, EndpointParser.parse("udp://127.0.0.1:9"));
    }

    private static Execution execution(final Layout layout, final Idle idle, final Integer... cores)
    {
        return new Execution(Profile.LAPTOP, layout, 1, idle, List.of(cores), Io.PORTABLE);
    }

    private static List<String> names(final List<DataThread> threads)
    {
        assertTrue(threads.stream().noneMatch(thread -> thread.roleName().isBlank()));
        return threads.stream().map(DataThread::roleName).toList();
    }
}
