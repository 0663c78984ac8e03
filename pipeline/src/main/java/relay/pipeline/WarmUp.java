package relay.pipeline;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import relay.config.DestinationConfig;
import relay.config.FlowConfig;
import relay.config.TrafficClass;
import relay.pipeline.qos.PolicedLane;
import relay.pipeline.qos.Policer;
import relay.pipeline.qos.PolicingLedger;
import relay.pipeline.qos.QosAgent;
import relay.pool.BufferCounts;
import relay.pool.Lane;
import relay.transport.DatagramBatch;
import relay.transport.DatagramReceiver;
import relay.transport.DatagramSender;
import relay.transport.EndpointParser;
import relay.transport.ReceiveOptions;
import relay.transport.TransportException;
import relay.transport.UdpEndpoint;
import relay.transport.UdpPacketSender;
import relay.transport.UdpTransport;
import relay.transport.wire.Envelope;

/**
 * Sends datagrams through a data path of its own, over sockets of the loopback interface, until the compiler has seen
 * it all: done before the first group is joined, so that the first real datagrams do not meet cold code, which is too slow
 * for a burst. Everything runs on the calling thread, and nothing of it is left afterwards.
 */
final class WarmUp implements AutoCloseable
{
    private static final System.Logger LOGGER = System.getLogger(WarmUp.class.getName());
    private static final int BURST = 24;
    /** Turns with one datagram for each socket, which are read by another call than a burst is. */
    private static final int SINGLES = 4;
    private static final int[] LENGTHS = {0, 100, 1_000, 1_000, 1_000, 1_400, 3_000};
    private static final String DESTINATION = "warm-up";
    private static final BufferCounts BUFFERS = new BufferCounts(64, 64, 0, 0);
    private static final TrafficClass[] CLASSES = {
        TrafficClass.of("plain", 0, 1, 0, BUFFERS),
        TrafficClass.of("limited", 1, 1, TimeUnit.SECONDS.toNanos(1), BUFFERS).policed(100_000_000_000L, 1 << 20)};

    private final NanoClock clock;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Lane[] lanes = new Lane[CLASSES.length];
    private final InetSocketAddress[] inputs = new InetSocketAddress[CLASSES.length];
    private final UnsafeBuffer payload = new UnsafeBuffer(ByteBuffer.allocateDirect(4_096));
    private final DatagramBatch sunk = new DatagramBatch(BURST * CLASSES.length);
    private final DatagramSender source;
    private final DatagramReceiver sink;
    private final IngressAgent ingress;
    private final QosAgent qos;
    private final EgressAgent egress;
    private int sent;

    private WarmUp(final UdpTransport transport, final NanoClock clock) throws IOException
    {
        this.clock = clock;
        boolean isComplete = false;
        try
        {
            final CountersManager counters = counters();
            final DestinationConfig destination =
                DestinationConfig.of(DESTINATION, null).maxLag(1).rate(100_000_000_000L);
            final DestinationLedger ledger = new DestinationLedger(DESTINATION, counters);
            final OwnEcho ownEcho = OwnEcho.ofThisMachine();
            final List<EgressLane> egressLanes = new ArrayList<>();
            final List<UdpSource> sources = new ArrayList<>();
            final DatagramBatch batch = new DatagramBatch(DatagramBatch.CAPACITY_DEFAULT);
            final UdpEndpoint out = endpoint();
            sink = open(transport.openReceivers(out, ReceiveOptions.DEFAULT).getFirst());
            for (int i = 0; i < CLASSES.length; i++)
            {
                lanes[i] = new Lane(CLASSES[i].name(), BUFFERS, Envelope.LENGTH, 1);
                final Flow flow = new Flow(
                    FlowConfig.of(CLASSES[i].name(), null, CLASSES[i].name(), List.of(DESTINATION)),
                    i, lanes[i], new FlowLedger(CLASSES[i].name(), counters), 1 == i);
                final UdpEndpoint in = endpoint();
                inputs[i] = in.expand().getFirst();
                sources.add(new UdpSource(open(transport.openReceivers(in, ReceiveOptions.DEFAULT).getFirst()), batch, flow,
                    new Identity(DESTINATION, 1), ownEcho));
                egressLanes.add(new EgressLane(CLASSES[i], lanes[i].reader(0),
                    new UdpPacketSender(open(transport.openSender(out)), out.expand().getFirst()),
                    ledger, clock, new boolean[] {true, true}, destination));
            }
            source = open(transport.openSender(endpoint()));
            ingress = new IngressAgent(
                clock, () -> 0, lanes, List.of(new UdpSources(open(transport.newReadySet()), sources)));
            qos = new QosAgent(clock, PolicedLane.free(lanes[0]), new PolicedLane(lanes[1], new Policer(
                CLASSES[1].policing(), clock.nanoTime(), new PolicingLedger(CLASSES[1].name(), counters)), null));
            egress = new EgressAgent(destination, clock, egressLanes);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                close();
            }
        }
    }

    /**
     * Warms up, or says why it did not: a relay that starts cold is better than none.
     *
     * @param transport  that the relay will use.
     * @param clock      monotonic.
     * @param durationNs how long to take; 0 for not at all.
     * @return datagrams that went through.
     */
    static long run(final UdpTransport transport, final NanoClock clock, final long durationNs)
    {
        if (durationNs <= 0)
        {
            return 0;
        }
        try (WarmUp warmUp = new WarmUp(transport, clock))
        {
            final long deadlineNs = clock.nanoTime() + durationNs;
            long count = 0;
            while (deadlineNs - clock.nanoTime() > 0)
            {
                count += warmUp.round();
            }
            return count;
        }
        catch (final TransportException | IOException ex)
        {
            LOGGER.log(Level.WARNING, "starting without warm-up: " + ex.getMessage());
            return 0;
        }
    }

    @Override
    public void close()
    {
        for (int i = opened.size() - 1; i >= 0; i--)
        {
            CloseHelper.quietClose(opened.get(i));
        }
    }

    private int round()
    {
        int count = cycle(BURST);
        for (int i = 0; i < SINGLES; i++)
        {
            count += cycle(inputs.length);
        }
        return count;
    }

    /**
     * One duty cycle as in a relay, with something to do in it.
     */
    private int cycle(final int datagrams)
    {
        for (int i = 0; i < datagrams; i++)
        {
            source.send(payload, 0, LENGTHS[sent % LENGTHS.length], inputs[sent % inputs.length]);
            sent++;
        }
        ingress.doWork();
        qos.doWork();
        egress.doWork();
        return sink.receive(sunk, sunk.capacity());
    }

    private <T extends AutoCloseable> T open(final T resource)
    {
        opened.add(resource);
        return resource;
    }

    private static UdpEndpoint endpoint() throws IOException
    {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress()))
        {
            return (UdpEndpoint)EndpointParser.parse("udp://127.0.0.1:" + free.getLocalPort());
        }
    }

    private static CountersManager counters()
    {
        final int capacity = CLASSES.length * FlowLedger.COUNTER_COUNT + PolicingLedger.COUNTER_COUNT +
            DestinationLedger.COUNTER_COUNT;
        return new CountersManager(
            new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * CountersReader.METADATA_LENGTH)),
            new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * CountersReader.COUNTER_LENGTH)));
    }
}
