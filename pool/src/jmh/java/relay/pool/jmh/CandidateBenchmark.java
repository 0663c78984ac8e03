package relay.pool.jmh;

import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import relay.pool.SizeClass;

/**
 * Buffers taken and given back on one thread. The black hole takes each buffer, so that the compiler can leave out none
 * of it. No clock is read but where percentiles are wanted: a relay reads one for a batch. The score is that of the
 * whole invocation: where it takes several buffers, divide by {@link #depth}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
    // what is left to the collector needs a limit that makes it run; Netty is at its best with caches for this thread
    "-XX:MaxDirectMemorySize=256m", "-Dio.netty.allocator.useCacheForAllThreads=true",
    "-Dio.netty.leakDetection.level=disabled"})
public class CandidateBenchmark
{
    /** A name of {@link Candidates}. */
    @Param({Candidates.LANE, Candidates.ARRAY})
    public String candidate;

    /** Length of the datagram; its buffer is of the size class that fits. */
    @Param("1000")
    public int datagram;

    /** Of the pool; 0 for the default. */
    @Param("0")
    public int buffers;

    /** Buffers of one invocation, where it takes several. */
    @Param("16")
    public int depth;

    private final CRC32 crc = new CRC32();
    private int length;
    private Candidate<Object> pool;
    private Object[] taken;
    private byte[] payload;

    /** Makes the pool. */
    @Setup
    @SuppressWarnings("unchecked")
    public void makePool()
    {
        length = SizeClass.fitting(datagram).payloadLength();
        pool = (Candidate<Object>)Candidates.of(candidate, length, buffers);
        taken = new Object[depth];
        payload = new byte[datagram];
    }

    @Benchmark
    public void cycle(final Blackhole blackhole)
    {
        final Object buffer = pool.take().apply(length);
        blackhole.consume(buffer);
        pool.giveBack().accept(buffer);
    }

    @Benchmark
    public void copy(final Blackhole blackhole)
    {
        final Object buffer = pool.take().apply(length);
        pool.fill().accept(buffer, payload);
        blackhole.consume(buffer);
        pool.giveBack().accept(buffer);
    }

    /** The copy is read again. */
    @Benchmark
    public void copyAndRead(final Blackhole blackhole)
    {
        final Object buffer = pool.take().apply(length);
        pool.fill().accept(buffer, payload);
        blackhole.consume(buffer);
        blackhole.consume(pool.checksum(crc, buffer, datagram));
        pool.giveBack().accept(buffer);
    }

    /** Several taken before all are given back, as a relay does with a batch that it received. */
    @Benchmark
    public void cycleAtOnce(final Blackhole blackhole)
    {
        for (int i = 0; i < depth; i++)
        {
            taken[i] = pool.take().apply(length);
            blackhole.consume(taken[i]);
        }
        pool.giveBackAll(taken);
    }

    /** The same with a copy. */
    @Benchmark
    public void copyAtOnce(final Blackhole blackhole)
    {
        for (int i = 0; i < depth; i++)
        {
            taken[i] = pool.take().apply(length);
            pool.fill().accept(taken[i], payload);
            blackhole.consume(taken[i]);
        }
        pool.giveBackAll(taken);
    }

    @Benchmark
    public void timedCycle(final Blackhole blackhole, final Percentiles percentiles)
    {
        final long startNs = System.nanoTime();
        cycle(blackhole);
        percentiles.record(System.nanoTime() - startNs);
    }

    @Benchmark
    public void timedCycleInTurn(final Blackhole blackhole, final Percentiles percentiles)
    {
        final long startNs = System.nanoTime();
        for (int i = 0; i < depth; i++)
        {
            cycle(blackhole);
        }
        percentiles.record(System.nanoTime() - startNs);
    }

    @Benchmark
    public void timedCycleAtOnce(final Blackhole blackhole, final Percentiles percentiles)
    {
        final long startNs = System.nanoTime();
        cycleAtOnce(blackhole);
        percentiles.record(System.nanoTime() - startNs);
    }
}
