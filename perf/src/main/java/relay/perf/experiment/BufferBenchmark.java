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
 * One buffer taken and given back on one thread: untouched, with a datagram copied into it, and with that read again.
 * The black hole gets the buffer, so that none of it can be left out. No clock is read: a relay reads one for a batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BufferBenchmark
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

    private Contender<Object> pool;
    private byte[] payload;

    /** Makes the pool. */
    @Setup
    @SuppressWarnings("unchecked")
    public void makePool()
    {
        pool = (Contender<Object>)Contenders.of(contender, length, buffers);
        payload = new byte[datagram];
    }

    /**
     * @param blackhole takes the buffer.
     */
    @Benchmark
    public void cycle(final Blackhole blackhole)
    {
        final Object buffer = pool.take(length);
        blackhole.consume(buffer);
        pool.giveBack(buffer);
    }

    /**
     * @param blackhole takes the buffer.
     */
    @Benchmark
    public void copy(final Blackhole blackhole)
    {
        final Object buffer = pool.take(length);
        pool.fill(buffer, payload);
        blackhole.consume(buffer);
        pool.giveBack(buffer);
    }

    /**
     * @param blackhole takes the buffer and the checksum of its bytes.
     */
    @Benchmark
    public void copyAndRead(final Blackhole blackhole)
    {
        final Object buffer = pool.take(length);
        pool.fill(buffer, payload);
        blackhole.consume(buffer);
        blackhole.consume(pool.checksum(buffer, payload.length));
        pool.giveBack(buffer);
    }
}
