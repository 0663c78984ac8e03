package relay.perf.experiment;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Control;

/**
 * Buffers of 1,500 B handed from one thread to another; the receiver's rate is the result.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandOffBenchmark
{
    /** A name of {@link HandOff#ALL}. */
    @Param(Contenders.LANE)
    public String contender;

    private HandOff handOff;

    /** Makes what is between the threads. */
    @Setup
    public void makeHandOff()
    {
        handOff = HandOff.of(contender);
    }

    /**
     * @param control tells when it is time to end.
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
     * @param control tells when it is time to end.
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
