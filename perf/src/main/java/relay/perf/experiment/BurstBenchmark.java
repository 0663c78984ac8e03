package relay.perf.experiment;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Several buffers taken on one thread before all are given back at once. The score is the whole burst's: whoever reads
 * it divides by {@link #depth}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BurstBenchmark
{
    /** A name of {@link Contenders}. */
    @Param(Contenders.LANE)
    public String contender;

    /** Of the buffer that is asked for. */
    @Param("1500")
    public int length;

    /** Of the datagram. */
    @Param("1000")
    public int datagram;

    /** Of the pool; 0 for the default. */
    @Param("0")
    public int buffers;

    /** How many are taken at once. */
    @Param("32")
    public int depth;

    private Contender<Object> pool;
    private Object[] taken;
    private byte[] payload;

    /** Makes the pool. */
    @Setup
    @SuppressWarnings("unchecked")
    public void makePool()
    {
        pool = (Contender<Object>)Contenders.of(contender, length, buffers);
        taken = new Object[depth];
        payload = new byte[datagram];
    }

    /**
     * @param blackhole takes the buffers.
     */
    @Benchmark
    public void burst(final Blackhole blackhole)
    {
        for (int i = 0; i < depth; i++)
        {
            taken[i] = pool.take(length);
            blackhole.consume(taken[i]);
        }
        pool.giveBackAll(taken, depth);
    }

    /**
     * @param blackhole takes the buffers.
     */
    @Benchmark
    public void burstCopy(final Blackhole blackhole)
    {
        for (int i = 0; i < depth; i++)
        {
            taken[i] = pool.take(length);
            pool.fill(taken[i], payload);
            blackhole.consume(taken[i]);
        }
        pool.giveBackAll(taken, depth);
    }
}
