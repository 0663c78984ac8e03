package relay.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.ClassRule;
import relay.config.DestinationConfig;
import relay.config.FeedConfig;
import relay.config.FeedKey;
import relay.config.FlowConfig;
import relay.config.Policing;
import relay.config.TrafficClass;
import relay.config.WhenSlow;
import relay.pipeline.egress.Destination;
import relay.pipeline.egress.EgressAgent;
import relay.pipeline.egress.EgressLane;
import relay.pipeline.feed.Feed;
import relay.pipeline.feed.FeedLeg;
import relay.pipeline.ingress.AllReady;
import relay.pipeline.ingress.FakeReceiver;
import relay.pipeline.ingress.Flow;
import relay.pipeline.ingress.Identity;
import relay.pipeline.ingress.IngressAgent;
import relay.pipeline.ingress.LoopGuard;
import relay.pipeline.ingress.UdpSource;
import relay.pipeline.ingress.UdpSources;
import relay.pipeline.ledger.Counters;
import relay.pipeline.ledger.DestinationLedger;
import relay.pipeline.ledger.DropReason;
import relay.pipeline.ledger.FlowLedger;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;
import relay.pipeline.qos.QosAgent;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.pool.Reserve;
import relay.pool.SizeClass;
import relay.transport.DatagramBatch;
import relay.transport.PacketBatch;
import relay.transport.PacketSender;
import relay.transport.SendOutcome;
import relay.transport.wire.Envelope;

/**
 * Whatever order the agents run in, and whatever sockets answer: each datagram and each copy of it is in exactly one
 * count, after each step.
 *
 * <pre>
 *   flows     quotes -> a          camera -> a, b             files -> b, c        twin -> a, b
 *   lanes     urgent {a, b}        shared {a, b, c}, and      shared               shared
 *                                  urgent for 1 to 99 B
 *   policed                        by two rates               by its class, as camera
 *   feeds                          camera                                          and twin
 *   reserve   both lanes borrow from one
 * </pre>
 */
class LedgerConservationTest
{
    private static final int STEPS = 60_000;

    private static final TrafficClass URGENT = TrafficClass.of(
        "urgent", 0, 1, 3_000, new BufferCounts(13, 5, 2, 0));
    private static final TrafficClass SHARED = TrafficClass.of(
        "shared", 1, 2, 0, new BufferCounts(17, 4, 3, 0)).policed(2_000_000_000, 20_000)
        .minShare(300_000).maxRate(3_000_000_000L);
    private static final Policing CAMERA_POLICING =
        new Policing(500_000_000, 10_000, 0, 1_000_000_000, 70_000, 46, Policing.DROP, 28);
    private static final ClassRule SHORT =
        new ClassRule("urgent", null, null, ClassRule.DSCP_ANY, new ClassRule.Range(1, 99));

    private static final DestinationConfig KEEPING =
        to("b", 0.3).rate(300_000_000).overhead(46).whenSlow(WhenSlow.SKIP_NEWEST);
    private static final DestinationConfig LEAVING = to("c", 0.5).whenSlow(WhenSlow.DISCONNECT);

    private final CountersManager counters = Counters.inMemory();
    private final CachedNanoClock clock = new CachedNanoClock();
    private final Reserve reserve = new Reserve(new BufferCounts(5, 2, 1, 0), Envelope.LENGTH);
    private final Lane urgent = new Lane("urgent", URGENT.buffers(), Envelope.LENGTH, 2, reserve, true);
    private final Lane shared = new Lane("shared", SHARED.buffers(), Envelope.LENGTH, 3, reserve, true);
    private final Lane[] lanes = {urgent, shared};
    private final Policer ofCamera = policer(CAMERA_POLICING, "flow camera");
    private final Policer ofShared = policer(SHARED.policing(), "class shared");
    private final List<Flow> flows = List.of(
        flow(0, "quotes", urgent, "a"), camera(), flow(2, "files", shared, "b", "c"),
        flow(3, "twin", shared, "a", "b"));
    private final Feed feed =
        new Feed(FeedConfig.of("feed", List.of("camera", "twin"), FeedKey.HASH).windowNs(5_000), 1, counters);
    private final List<FakeReceiver> receivers =
        List.of(new FakeReceiver(), new FakeReceiver(), new FakeReceiver(), new FakeReceiver());
    private final LoopGuard loopGuard = LoopGuard.ofThisMachine();
    private final QosAgent qos = new QosAgent(clock,
        new PolicedLane(urgent, null, new Policer[] {null, ofCamera, null, null}),
        new PolicedLane(shared, ofShared, new Policer[] {null, ofCamera, null, null}));
    private final Map<String, DestinationLedger> ledgers = new HashMap<>();
    private SplittableRandom random;
    private long remarked;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, -77, 4_711})
    void shouldHaveNoImbalanceAfterAnyStep(final long seed)
    {
        random = new SplittableRandom(seed);
        loopGuard.add(40_001);
        final IngressAgent ingress = ingress();
        final List<Destination> destinations = List.of(
            destination(to("a", 0.5), egress(to("a", 1), URGENT, urgent, 0), egress(to("a", 0.5), SHARED, shared, 0)),
            destination(KEEPING, egress(KEEPING, URGENT, urgent, 1), egress(KEEPING, SHARED, shared, 1)),
            destination(LEAVING, egress(LEAVING, SHARED, shared, 2)));
        for (int step = 0; step < STEPS; step++)
        {
            step(ingress, destinations);
            final Ledger ledger = Ledger.of(flows, destinations);
            assertEquals(0, ledger.imbalance(), "seed " + seed + " step " + step + ": " + ledger);
        }
        stop(ingress, destinations);
        final Ledger ledger = Ledger.of(flows, destinations);
        assertEquals(0, ledger.inFlight(), "seed " + seed);
        assertEquals(0, ledger.imbalance(), "seed " + seed);
        assertTrue(urgent.isDrained() && shared.isDrained(), "seed " + seed + ": a buffer did not come back");
        assertReserve("seed " + seed);
        assertCopies("seed " + seed, destinations);
        assertColours("seed " + seed);
        assertReasonsWereAllSeen("seed " + seed, destinations);
    }

    private void step(final IngressAgent ingress, final List<Destination> destinations)
    {
        switch (random.nextInt(9))
        {
            case 0, 1 ->
            {
                arrive();
                ingress.doWork();
            }
            case 2, 3 -> qos.doWork();
            case 4 -> clock.advance(random.nextInt(0 == random.nextInt(200) ? 2_000_000_000 : 2_000));
            case 5 -> stall(destinations.get(random.nextInt(destinations.size())));
            default -> destinations.get(random.nextInt(destinations.size())).parts().getFirst().agent().doWork();
        }
    }

    /** Now and then the conductor finds that a thread has stopped, whatever it is doing. */
    private void stall(final Destination destination)
    {
        if (0 == random.nextInt(20))
        {
            Arrays.stream(destination.parts().getFirst().agent().lanes())
                .forEach(lane -> lane.reader().fence().fence());
        }
    }

    private void arrive()
    {
        for (int i = random.nextInt(6); i > 0; i--)
        {
            final FakeReceiver receiver = receivers.get(random.nextInt(receivers.size()));
            switch (random.nextInt(20))
            {
                case 0 -> receiver.put(new byte[9], FakeReceiver.address("127.0.0.1", 40_001));
                case 1 -> receiver.put(9_001 + random.nextInt(50_000));
                case 2, 3 -> receiver.put(random.nextInt(9_001));
                case 4 -> receiver.putTrain(1 + random.nextInt(1_500), random.nextInt(9_001));
                default -> receiver.put(random.nextInt(1_501));
            }
        }
    }

    private void stop(final IngressAgent ingress, final List<Destination> destinations)
    {
        ingress.stopReceiving();
        ingress.doWork();
        qos.onClose();
        destinations.forEach(destination -> destination.parts().getFirst().agent().onClose());
        ingress.doWork();
    }

    private void assertReserve(final String where)
    {
        for (final SizeClass sizeClass : SizeClass.values())
        {
            assertEquals(0, reserve.inUse(sizeClass.ordinal()), where + " " + sizeClass);
            assertEquals(reserve.counts().of(sizeClass) > 0, reserve.peakInUse(sizeClass.ordinal()) > 0, where);
        }
        assertEquals(reserve.counts().small(), reserve.peakInUse(SizeClass.SMALL.ordinal()), where);
    }

    private void assertCopies(final String where, final List<Destination> destinations)
    {
        for (final Destination destination : destinations)
        {
            long owed = 0;
            for (final Flow flow : flows)
            {
                owed += flow.config().to().contains(destination.config().name()) ? flow.ledger().admitted() : 0;
            }
            assertEquals(owed, destination.sum(DestinationLedger::sent) + destination.sum(DestinationLedger::dropped),
                where + " destination " + destination.config().name());
        }
    }

    /** All that camera admitted was coloured, and all of shared that its flow's policer let through. */
    private void assertColours(final String where)
    {
        final PolicingLedger camera = ofCamera.ledger();
        assertEquals(flows.get(1).ledger().admitted(),
            camera.datagrams(0) + camera.datagrams(1) + camera.datagrams(2), where);
        final PolicingLedger ofClass = ofShared.ledger();
        for (int colour = 0; colour < 3; colour++)
        {
            assertTrue(camera.datagrams(colour) > 0, where + " colour " + colour);
        }
        assertTrue(remarked > 0, where + ": nothing was remarked");
        final long judged = ofClass.datagrams(0) + ofClass.datagrams(2);
        final long unpoliced = flows.get(2).ledger().admitted() + flows.get(3).ledger().admitted();
        assertTrue(judged > unpoliced, where);
        assertTrue(judged < unpoliced + flows.get(1).ledger().admitted(), where);
    }

    private void assertReasonsWereAllSeen(final String where, final List<Destination> destinations)
    {
        final List<DropReason> expected = new ArrayList<>(List.of(DropReason.OVERSIZE, DropReason.POOL_EXHAUSTED,
            DropReason.OWN_ECHO, DropReason.DUPLICATE, DropReason.POLICED, DropReason.EXPIRED, DropReason.LAGGING,
            DropReason.DISCONNECTED, DropReason.STALLED,
            DropReason.NOT_CONNECTED, DropReason.UNREACHABLE, DropReason.TOO_LONG, DropReason.SEND_FAILED));
        expected.removeIf(reason -> flows.stream().anyMatch(flow -> flow.ledger().dropped(reason) > 0) ||
            destinations.stream().anyMatch(destination -> destination.parts().getFirst().ledger().dropped(reason) > 0));
        assertEquals(List.of(), expected, where + ": the steps never led to these");
        destinations.forEach(destination -> assertTrue(destination.parts().getFirst().ledger().sent() > 0, where));
    }

    private IngressAgent ingress()
    {
        final List<UdpSource> sources = new ArrayList<>();
        final DatagramBatch batch = new DatagramBatch(8);
        final Identity identity = new Identity("site-a", 1);
        for (int i = 0; i < flows.size(); i++)
        {
            final FeedLeg leg = feed.leg(flows.get(i).config().name());
            sources.add(new UdpSource(receivers.get(i), batch, flows.get(i), identity, loopGuard, leg));
        }
        return new IngressAgent(clock, () -> 0, lanes, List.of(new UdpSources(new AllReady(), sources)));
    }

    private Flow flow(final int index, final String name, final Lane lane, final String... to)
    {
        return new Flow(
            FlowConfig.of(name, null, lane.name(), List.of(to)), index, lane, new FlowLedger(name, counters), true);
    }

    private Flow camera()
    {
        return new Flow(FlowConfig.of("camera", null, "shared", List.of("a", "b")).overridden(SHORT), 1,
            List.of(shared, urgent), new FlowLedger("camera", counters), ofCamera, true);
    }

    private Policer policer(final Policing policing, final String name)
    {
        return new Policer(policing, 0, new PolicingLedger(name, counters));
    }

    private static DestinationConfig to(final String name, final double maxLag)
    {
        return DestinationConfig.of(name, null).maxLag(maxLag);
    }

    private Destination destination(final DestinationConfig config, final EgressLane... egressLanes)
    {
        return new Destination(config, List.of(new Destination.Part(
            ledger(config.name()), new EgressAgent(config, clock, List.of(egressLanes)))));
    }

    private EgressLane egress(
        final DestinationConfig destination, final TrafficClass trafficClass, final Lane lane, final int reader)
    {
        final String name = destination.name();
        final boolean[] isForUs = new boolean[flows.size()];
        flows.forEach(flow -> isForUs[flow.index()] = flow.config().to().contains(name));
        return new EgressLane(trafficClass, lane.reader(reader), new MoodySender(lane, reader), ledger(name), clock,
            isForUs, destination);
    }

    private DestinationLedger ledger(final String destination)
    {
        return ledgers.computeIfAbsent(destination, name -> new DestinationLedger(name, counters));
    }

    /** Sends for a while, refuses for a while or takes parts of trains, sometimes fails or stops; leaves holes. */
    private final class MoodySender implements PacketSender
    {
        private static final SendOutcome[] OUTCOMES = {SendOutcome.NOT_CONNECTED, SendOutcome.UNREACHABLE,
            SendOutcome.TOO_LONG, SendOutcome.FAILED, SendOutcome.SENT};

        private final Lane lane;
        private final int reader;
        private int refusals;

        private MoodySender(final Lane lane, final int reader)
        {
            this.lane = lane;
            this.reader = reader;
        }

        @Override
        public void send(final PacketBatch batch)
        {
            if (0 == random.nextInt(100) && lane.reader(reader).fence().fence())
            {
                lane.reclaim(clock.nanoTime()); // the thread stops here, and others go on
            }
            for (int i = batch.first(); i < batch.size(); i++)
            {
                if (batch.isWaiting(i))
                {
                    send(batch, i);
                }
            }
        }

        private void send(final PacketBatch batch, final int index)
        {
            final int left = batch.packet(index).segmentCount() - batch.segmentsSent(index);
            if (refusals > 0)
            {
                refusals--;
                batch.segmentsSent(index, batch.segmentsSent(index) + random.nextInt(left));
                return;
            }
            if (0 == random.nextInt(50))
            {
                refusals = random.nextInt(60);
            }
            final SendOutcome outcome = OUTCOMES[Math.min(random.nextInt(40), OUTCOMES.length - 1)];
            batch.outcome(index, outcome);
            if (SendOutcome.SENT == outcome)
            {
                remarked += PacketBatch.DSCP_OF_ENDPOINT == batch.dscp(index) ? 0 : 1;
                batch.segmentsSent(index, batch.packet(index).segmentCount());
            }
        }

        @Override
        public String description()
        {
            return "moody";
        }

        @Override
        public void close()
        {
        }
    }
}
