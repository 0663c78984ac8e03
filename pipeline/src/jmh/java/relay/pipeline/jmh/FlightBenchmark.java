package relay.pipeline.jmh;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
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
import relay.config.FlightConfig;
import relay.config.FlightTrigger;
import relay.pipeline.flight.FlightLane;
import relay.pipeline.flight.FlightLedger;
import relay.pipeline.flight.FlightRecorder;
import relay.pipeline.flight.FlightWriter;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.LaneReader;
import relay.pool.LaneStage;
import relay.pool.Packet;
import relay.transport.endpoint.HostPort;
import relay.transport.wire.Envelope;

/**
 * Cost of the flight recorder for a datagram of 1,000 B on its way through a lane, on one thread: nanoseconds a
 * datagram.
 *
 * <pre>
 *   off        claim, 1,000 B written, publish, pass the stage, release, reclaim
 *   envelope   the same with an envelope, as for datagrams to other relays
 *   on         the same with an envelope, and copied into a memory of 1,000 datagrams
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"})
public class FlightBenchmark
{
    private static final int BATCH = 16;
    private static final int DATAGRAM_LENGTH = 1_000;
    private static final int SNAP_LENGTH = 1_500;

    /** What is switched on. */
    @Param({"off", "envelope", "on"})
    public String variant;

    private final Lane lane = new Lane("benchmark", BufferCounts.DEFAULT, Envelope.LENGTH, 1);
    private final LaneStage stage = lane.stage();
    private final LaneReader reader = lane.reader(0);
    private final byte[] datagram = new byte[DATAGRAM_LENGTH];
    private final Envelope envelope = new Envelope();
    private final HostPort address = new HostPort();
    private boolean isEnveloped;
    private FlightRecorder flight;
    private long nowNs;

    /**
     * Builds the recorder.
     */
    @Setup
    public void build()
    {
        isEnveloped = !variant.equals("off");
        flight = variant.equals("on") ? recorder() : null;
    }

    /**
     * A duty cycle that receives a batch.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void datagram()
    {
        nowNs++;
        for (int i = 0; i < BATCH; i++)
        {
            final Packet packet = lane.packet(lane.claim(DATAGRAM_LENGTH, nowNs));
            packet.flowIndex(0);
            packet.buffer().putBytes(packet.payloadOffset(), datagram);
            if (isEnveloped)
            {
                envelope.wrap(packet.buffer(), packet.headerOffset())
                    .begin(DATAGRAM_LENGTH).origin(1, 2, 3, 4).arrival(i, nowNs).source(address).destination(address);
            }
        }
        lane.publish();
        if (null != flight)
        {
            flight.onDutyCycleEnd(nowNs, 0);
        }
        stage.pass();
        reader.release(reader.available());
        lane.reclaim(nowNs);
    }

    private FlightRecorder recorder()
    {
        final CountersManager counters = new CountersManager(
            new UnsafeBuffer(ByteBuffer.allocateDirect(FlightLedger.COUNTER_COUNT * CountersReader.METADATA_LENGTH)),
            new UnsafeBuffer(ByteBuffer.allocateDirect(FlightLedger.COUNTER_COUNT * CountersReader.COUNTER_LENGTH)));
        final FlightConfig config = new FlightConfig(Path.of("."), 1_000, SNAP_LENGTH, List.of(FlightTrigger.GAP),
            TimeUnit.MILLISECONDS.toNanos(100), 0, 1, List.of(lane.name()));
        final FlightWriter writer = new FlightWriter("benchmark", config, List.of(), 1, line -> { });
        return new FlightRecorder(
            List.of(new FlightLane(lane.name(), lane, config, writer, counters)), List.of());
    }
}
