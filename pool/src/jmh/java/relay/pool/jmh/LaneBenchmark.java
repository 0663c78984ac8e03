package relay.pool.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
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

    /** Whether the reader may be fenced, as in the layouts with several threads: not in compact. */
    @Param({"false", "true"})
    public boolean isFenceable;

    private final Packet copy = new Packet();
    private final byte[] datagram = new byte[DATAGRAM_LENGTH];
    private Lane lane;
    private LaneStage stage;
    private LaneReader reader;
    private long nowNs;

    /** Makes the lane. */
    @Setup
    public void makeLane()
    {
        lane = new Lane("benchmark", BufferCounts.DEFAULT, HEADER_LENGTH, 1, null, isFenceable);
        stage = lane.stage();
        reader = lane.reader(0);
    }

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
     * With what a destination does to take the packet: if the reader may be fenced, it copies and commits.
     *
     * @param blackhole takes the packet, claimed and taken.
     */
    @Benchmark
    public void laneTake(final Blackhole blackhole)
    {
        blackhole.consume(claim());
        lane.publish();
        stage.pass();
        blackhole.consume(isFenceable ? takeCopy() : reader.packet(reader.available()));
        reader.release(reader.available());
        lane.reclaim(nowNs);
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

    private Packet takeCopy()
    {
        if (reader.fence().checkFenced())
        {
            throw new IllegalStateException("fenced, though no thread has stopped");
        }
        copy.copyOf(reader.packet(reader.available()));
        if (!reader.fence().commitTaken(reader.available()))
        {
            throw new IllegalStateException("not taken, though no thread has stopped");
        }
        return copy;
    }

    private void passOn()
    {
        lane.publish();
        stage.pass();
        reader.release(reader.available());
        lane.reclaim(nowNs);
    }
}
