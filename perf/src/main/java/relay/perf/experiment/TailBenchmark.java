package relay.perf.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * How long a buffer takes, by percentile: the clock is read before and after some operations, one or a batch. What is
 * recorded holds the clock's own cost, which the contender {@link Contenders#NOTHING} shows alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TailBenchmark
{
    /** Names the file that the histogram of all measured iterations is written to. */
    static final String FILE_PROPERTY = "relay.experiment.histogram";

    private static final long VALUE_MAX_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    /** A name of {@link Contenders}. */
    @Param(Contenders.LANE)
    public String contender;

    /** Of the buffer that is asked for. */
    @Param("1500")
    public int length;

    /** Operations between two readings of the clock. */
    @Param("1")
    public int batch;

    /** How many of them are taken before all of these are given back; a divisor of {@link #batch}. */
    @Param("1")
    public int together;

    private final Histogram batchNs = new Histogram(1, VALUE_MAX_NS, SIGNIFICANT_DIGITS);
    private Contender<Object> pool;
    private Object[] taken;

    /** Makes the pool. */
    @Setup
    @SuppressWarnings("unchecked")
    public void makePool()
    {
        pool = (Contender<Object>)Contenders.of(contender, length, 0);
        taken = new Object[together];
    }

    /**
     * @param iteration that ended: what was recorded while warming up is forgotten.
     */
    @TearDown(Level.Iteration)
    public void forgetWarmUp(final IterationParams iteration)
    {
        if (IterationType.WARMUP == iteration.getType())
        {
            batchNs.reset();
        }
    }

    /**
     * Hands over what was recorded.
     *
     * @throws IOException if it cannot be written.
     */
    @TearDown
    public void writeHistogram() throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(batchNs.getNeededByteBufferCapacity());
        final int length = batchNs.encodeIntoByteBuffer(bytes);
        final byte[] encoded = new byte[length];
        bytes.flip().get(encoded);
        Files.write(Path.of(System.getProperty(FILE_PROPERTY)), encoded);
    }

    /**
     * @param blackhole takes the buffers.
     */
    @Benchmark
    public void operations(final Blackhole blackhole)
    {
        final long startNs = System.nanoTime();
        for (int i = 0; i < batch; i += together)
        {
            if (1 == together)
            {
                takeOne(blackhole);
            }
            else
            {
                takeTogether(blackhole);
            }
        }
        batchNs.recordValue(Math.min(System.nanoTime() - startNs, VALUE_MAX_NS));
    }

    private void takeOne(final Blackhole blackhole)
    {
        final Object buffer = pool.take(length);
        blackhole.consume(buffer);
        pool.giveBack(buffer);
    }

    private void takeTogether(final Blackhole blackhole)
    {
        for (int i = 0; i < together; i++)
        {
            taken[i] = pool.take(length);
            blackhole.consume(taken[i]);
        }
        pool.giveBackAll(taken, together);
    }
}
