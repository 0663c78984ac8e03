package relay.pool.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * Buffers of 1,500 B handed from one thread to another; the receiver's rate is the result.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
    "-Dio.netty.allocator.useCacheForAllThreads=true", "-Dio.netty.leakDetection.level=disabled"})
public class HandOffBenchmark
{
    /** A name that {@link HandOff#of} knows. */
    @Param({Candidates.LANE_BATCHES, Candidates.LANE, Candidates.ARRAY, Candidates.NETTY_POOLED,
        Candidates.JCTOOLS_SPSC})
    public String candidate;

    private HandOff handOff;

    /** Makes the connection of the threads. */
    @Setup
    public void makeHandOff()
    {
        handOff = HandOff.of(candidate);
    }

    /**
     * @param control ends it.
     */
    @Benchmark
    @Group("handOff")
    @GroupThreads
    public void send(final Control control)
    {
        while (!handOff.send() && !control.stopMeasurement)
        {
            Thread.onSpinWait();
        }
    }

    /**
     * @param control ends it.
     */
    @Benchmark
    @Group("handOff")
    @GroupThreads
    public void receive(final Control control)
    {
        while (!handOff.receive() && !control.stopMeasurement)
        {
            Thread.onSpinWait();
        }
    }
}
