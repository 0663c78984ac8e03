package relay.pipeline.jmh;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import relay.config.DestinationConfig;
import relay.config.Policing;
import relay.config.TrafficClass;
import relay.config.Units;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;
import relay.pipeline.qos.QosAgent;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;
import relay.transport.wire.Envelope;

/**
 * Cost of a datagram from its claim through qos and egress until its buffer is back, on one thread, with a sender that
 * sends nothing: nanoseconds a datagram.
 *
 * <pre>
 *   none        one lane; nothing is limited
 *   policing    one lane; its flows and its class have a two-rate marker each
 *   scheduling  three lanes, one before the others, which share 3 to 1; the destination has a rate, the second class
 *               one of its own, and the third a guaranteed share
 *   both        three lanes, each policed as above
 * </pre>
 *
 * <p>All rates are so high that everything passes: all variants send the same, which is checked at the end. Bursts are
 * sampled one by one, so that the median is not that of a busy machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {
    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"})
public class QosBenchmark
{
    private static final int BATCH = 64;
    private static final int DATAGRAM_LENGTH = 1_000;
    private static final int LANE_COUNT = 3;
    private static final String DESTINATION = "null";
    private static final long RATE_BITS_PER_SECOND = 100_000_000_000_000L;
    private static final long BURST_BYTES = 1 << 30;
    private static final Policing TWO_RATES = new Policing(RATE_BITS_PER_SECOND, BURST_BYTES, 0,
        2 * RATE_BITS_PER_SECOND, BURST_BYTES, Policing.FORWARD, Policing.DROP, 28);
    private static final int COUNTERS =
        2 * LANE_COUNT * PolicingLedger.COUNTER_COUNT + DestinationLedger.COUNTER_COUNT;

    /** What is switched on. */
    @Param({"none", "policing", "scheduling", "both"})
    public String variant;

    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final CountersManager counters = new CountersManager(
        new UnsafeBuffer(ByteBuffer.allocateDirect(COUNTERS * CountersReader.METADATA_LENGTH)),
        new UnsafeBuffer(ByteBuffer.allocateDirect(COUNTERS * CountersReader.COUNTER_LENGTH)));
    private final DestinationLedger ledger = new DestinationLedger(DESTINATION, counters);
    private Lane[] lanes;
    private QosAgent qos;
    private EgressAgent egress;
    private long claimed;

    /**
     * Builds the stages.
     */
    @Setup
    public void build()
    {
        final boolean isPoliced = variant.equals("policing") || variant.equals("both");
        final boolean isScheduled = variant.equals("scheduling") || variant.equals("both");
        final DestinationConfig destination = DestinationConfig.of(DESTINATION, null).maxLag(1)
            .rate(isScheduled ? RATE_BITS_PER_SECOND : 0).burst(BURST_BYTES);
        final List<Lane> all = new ArrayList<>();
        final List<PolicedLane> policed = new ArrayList<>();
        final List<EgressLane> egressLanes = new ArrayList<>();
        for (int i = 0; i < (isScheduled ? LANE_COUNT : 1); i++)
        {
            final TrafficClass trafficClass = trafficClass(i, isScheduled);
            final Lane lane = new Lane(trafficClass.name(), trafficClass.buffers(), Envelope.LENGTH, 1);
            all.add(lane);
            policed.add(isPoliced ? policed(lane, i) : PolicedLane.free(lane));
            egressLanes.add(new EgressLane(
                trafficClass, lane.reader(0), new NullSender(), ledger, clock, new boolean[] {true, true, true},
                destination));
        }
        lanes = all.toArray(new Lane[0]);
        qos = new QosAgent(clock, policed.toArray(new PolicedLane[0]));
        egress = new EgressAgent(destination, clock, egressLanes);
    }

    /**
     * A burst of datagrams, all flows in turn.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void datagram()
    {
        final long nowNs = clock.nanoTime();
        for (final Lane lane : lanes)
        {
            lane.reclaim(nowNs);
        }
        int turn = 0;
        for (int i = 0; i < BATCH; i++)
        {
            final Lane lane = lanes[turn];
            lane.packet(lane.claim(DATAGRAM_LENGTH, nowNs)).flowIndex(turn);
            turn = turn + 1 == lanes.length ? 0 : turn + 1;
        }
        claimed += BATCH;
        for (final Lane lane : lanes)
        {
            lane.publish();
        }
        qos.doWork();
        egress.doWork();
    }

    /**
     * A variant that did less than the others would be no comparison.
     */
    @TearDown
    public void check()
    {
        if (claimed != ledger.sent())
        {
            throw new IllegalStateException(variant + ": of " + claimed + " datagrams " + ledger.sent() + " were sent");
        }
    }

    private static TrafficClass trafficClass(final int index, final boolean isScheduled)
    {
        final TrafficClass trafficClass = TrafficClass.of(
            "class-" + index, Math.min(1, index), 1 == index ? 3 : 1, 0, BufferCounts.DEFAULT);
        return !isScheduled ? trafficClass : trafficClass
            .maxRate(1 == index ? RATE_BITS_PER_SECOND : 0).minShare(2 == index ? Units.SHARE_WHOLE / 10 : 0);
    }

    private PolicedLane policed(final Lane lane, final int flowIndex)
    {
        final Policer[] ofFlows = new Policer[LANE_COUNT];
        ofFlows[flowIndex] = policer("flow of " + lane.name());
        return new PolicedLane(lane, policer(lane.name()), ofFlows);
    }

    private Policer policer(final String name)
    {
        return new Policer(TWO_RATES, clock.nanoTime(), new PolicingLedger(name, counters));
    }

    private static final class NullSender implements PacketSender
    {
        @Override
        public void send(final PacketBatch batch)
        {
            for (int i = batch.first(); i < batch.size(); i++)
            {
                if (batch.isWaiting(i))
                {
                    batch.outcome(i, SendOutcome.SENT);
                }
            }
        }

        @Override
        public String description()
        {
            return DESTINATION;
        }

        @Override
        public void close()
        {
        }
    }
}
