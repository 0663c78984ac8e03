package relay.pool.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;

/**
 * A small buffer's way through a lane on one thread (claim, publish, pass the stage, release, reclaim), beside a new
 * array of the same size. Nanoseconds a packet; with {@code Copy}, 1,000 B are written into the buffer and stay
 * reachable for the black hole.
 *
 * <p>No clock is read: the relay reads one for a batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"})
public class LaneBenchmark
{
    private static final int BATCH = 32;
    private static final int DATAGRAM_LENGTH = 1_000;
    private static final int BUFFER_LENGTH = 1_500;
    private static final int HEADER_LENGTH = 80;

    private final Lane lane = new Lane("benchmark", BufferCounts.DEFAULT, HEADER_LENGTH, 1);
    private final LaneStage stage = lane.stage();
    private final LaneReader reader = lane.reader(0);
    private final byte[] datagram = new byte[DATAGRAM_LENGTH];
    private long nowNs;

    /**
     * @param blackhole takes the packet.
     */
    @Benchmark
    public void lane(final Blackhole blackhole)
    {
        blackhole.consume(claim());
        passOn();
    }

    /**
     * @param blackhole takes the packet.
     */
    @Benchmark
    public void laneCopy(final Blackhole blackhole)
    {
        blackhole.consume(copyInto(claim()));
        passOn();
    }

    /**
     * @param blackhole takes the packets.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void laneBatch(final Blackhole blackhole)
    {
        for (int i = 0; i < BATCH; i++)
        {
            blackhole.consume(claim());
        }
        passOn();
    }

    /**
     * @param blackhole takes the packets.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void laneBatchCopy(final Blackhole blackhole)
    {
        for (int i = 0; i < BATCH; i++)
        {
            blackhole.consume(copyInto(claim()));
        }
        passOn();
    }

    /**
     * @return the array, for the black hole.
     */
    @Benchmark
    public byte[] array()
    {
        return new byte[BUFFER_LENGTH];
    }

    /**
     * @return the array, for the black hole.
     */
    @Benchmark
    public byte[] arrayCopy()
    {
        final byte[] buffer = new byte[BUFFER_LENGTH];
        System.arraycopy(datagram, 0, buffer, 0, DATAGRAM_LENGTH);
        return buffer;
    }

    private Packet claim()
    {
        return lane.packet(lane.claim(DATAGRAM_LENGTH, ++nowNs));
    }

    private Packet copyInto(final Packet packet)
    {
        packet.buffer().putBytes(packet.payloadOffset(), datagram);
        return packet;
    }

    private void passOn()
    {
        lane.publish();
        stage.pass();
        reader.release(reader.available());
        lane.reclaim(nowNs);
    }
}
