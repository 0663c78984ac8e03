package relay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine;
import relay.observe.AlignedEpochClock;
import relay.observe.LatencySummary;
import relay.pipeline.Relay;
import relay.pipeline.RelayOptions;
import relay.terminal.Converters;
import relay.terminal.ExitCode;
import relay.terminal.StopSignal;
import relay.tools.paced.PacedSender;
import relay.tools.paced.Schedule;
import relay.tools.send.PayloadSizes;
import relay.tools.send.ProbeSource;
import relay.tools.send.TrafficPlan;
import relay.tools.sink.ArrivalReader;
import relay.tools.sink.CheckingSink;
import relay.transport.endpoint.ReceiveOptions;
import relay.transport.endpoint.UdpEndpoint;
import relay.transport.udp.UdpTransports;

/**
 * {@code relay demo}: the main job inside one machine, checked to the last datagram.
 */
@CommandLine.Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Shows the main job: a generator, two relays with Aeron between them and a checking sink, inside this machine.",
        "Datagrams of mixed sizes go by loopback multicast (TTL 0) to the first relay, over Aeron to the second, and",
        "by loopback multicast to the sink. Every one must arrive, in order and unchanged."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every datagram is accounted for, in order and unchanged", "1:not so", "2:wrong usage"},
    footerHeading = "%nExample:%n",
    footer = {"  relay demo --rate 20000 --duration 30s"})
public final class DemoCommand implements Callable<Integer>
{
    private static final String SIZES = "small:60,standard:30,jumbo:10";
    private static final int FLOWS = 3;
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int WARM_UP_RATE = 2_000;
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--duration", paramLabel = "TIME", defaultValue = "10s",
        converter = Converters.Duration.class, description = "How long to relay. Default: ${DEFAULT-VALUE}")
    private long durationNs;

    @CommandLine.Option(names = "--rate", paramLabel = "N", defaultValue = "10000",
        description = "Datagrams a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @CommandLine.Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "Of sizes and payloads. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Override
    public Integer call() throws IOException
    {
        if (rate < 1)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rate " + rate + ": must be 1 or more");
        }
        final PrintWriter out = spec.commandLine().getOut();
        final DemoNetwork network = DemoNetwork.find();
        out.println(network.description());
        final CheckingSink sink = new CheckingSink(
            UdpTransports.best().openReceivers(network.sinkEndpoint(), ReceiveOptions.DEFAULT),
            new AlignedEpochClock());
        try (AgentRunner sinkRunner = runner(sink);
            Relay far = Relay.launch(network.farConfig(), RelayOptions.DEFAULT);
            Relay near = Relay.launch(network.nearConfig(FLOWS), RelayOptions.DEFAULT);
            StopSignal stop = new StopSignal())
        {
            AgentRunner.startOnThread(sinkRunner);
            if (!await(near::isConnected, CONNECT_TIMEOUT_NS))
            {
                out.println("the relays did not find each other over " + network.aeronUri());
                return ExitCode.FAILED;
            }
            out.println("two relays are connected over " + network.aeronUri() + "; " + rate +
                " datagrams/s, sizes " + SIZES + " %, after a slow warm-up");
            out.flush();
            long sent = generate(network, sink, stop, WARM_UP_RATE, WARM_UP_NS, near, far);
            sink.addLatencies(ArrivalReader.newHistogram()); // those of cold code are not of interest
            sent += generate(network, sink, stop, rate, durationNs, near, far);
            near.stop(Relay.STOP_TIMEOUT_NS);
            far.stop(Relay.STOP_TIMEOUT_NS);
            CloseHelper.close(sinkRunner);
            return conclude(out, sent, sink, near, far);
        }
    }

    /** Sends at a rate, shows how far it got, and waits until the sink has it all or hears nothing more. */
    private long generate(
        final DemoNetwork network,
        final CheckingSink sink,
        final StopSignal stop,
        final int datagramsPerSecond,
        final long lengthNs,
        final Relay near,
        final Relay far) throws IOException
    {
        final UdpEndpoint endpoint = network.sourceEndpoint(FLOWS);
        final List<InetSocketAddress> destinations = endpoint.expand();
        final TrafficPlan plan = new TrafficPlan(destinations, Schedule.rate(datagramsPerSecond),
            PayloadSizes.mix(SIZES), Long.MAX_VALUE, lengthNs, seed);
        final PacedSender sender = PacedSender.oneByOne(ProbeSource.of(plan).epochClock(new AlignedEpochClock()),
            UdpTransports.best().openSender(endpoint), SystemNanoClock.INSTANCE);
        final Progress progress = new Progress(spec.commandLine().getOut(), near, far);
        final long before = sink.received();
        try (AgentRunner runner = runner(sender))
        {
            AgentRunner.startOnThread(runner);
            while (!sender.isDone() && !stop.await(TimeUnit.SECONDS.toNanos(1)))
            {
                progress.show();
            }
            progress.end();
        }
        long received = -1;
        while (sink.received() - before < sender.sent() && sink.received() > received)
        {
            received = sink.received();
            final long seen = received;
            await(() -> sink.received() - before >= sender.sent() || sink.received() > seen, SILENCE_NS);
        }
        return sender.sent();
    }

    private int conclude(
        final PrintWriter out, final long sent, final CheckingSink sink, final Relay near, final Relay far)
    {
        out.println();
        new Summary(near, far).print(out, Map.of(
            "end to end, from when it was due", LatencySummary.of(sink.addLatencies(ArrivalReader.newHistogram()))));
        out.println();
        final double seconds = (sink.lastEpochNs() - sink.firstEpochNs()) / 1e9;
        out.println(String.format(Locale.ROOT,
            "sent %,d  received %,d  lost %,d  duplicates %,d  reordered %,d  corrupt %,d  (%,.0f datagrams/s, " +
            "%,.0f Mbit/s)", sent, sink.received(), sink.lost(), sink.duplicates(), sink.reordered(), sink.corrupt(),
            sink.received() / seconds, 8 * sink.bytes() / seconds / 1e6));
        final boolean isWhole = sent == sink.received() &&
            0 == sink.lost() + sink.duplicates() + sink.reordered() + sink.corrupt() + sink.foreign();
        final boolean isBalanced = 0 == near.ledger().imbalance() && 0 == far.ledger().imbalance() &&
            near.ledger().received() == sent && far.ledger().received() == near.ledger().sent() &&
            far.ledger().sent() == sink.received();
        out.println(isWhole && isBalanced ?
            "every datagram is accounted for, in order and unchanged" :
            "NOT every datagram arrived as it was sent: " + (isBalanced ?
                "the ledger says where they went" :
                "a socket's receive buffer was too small or the machine too busy; try a lower --rate, or raise " +
                "net.core.rmem_max"));
        out.flush();
        return isWhole && isBalanced ? ExitCode.OK : ExitCode.FAILED;
    }

    private static AgentRunner runner(final Agent agent)
    {
        return new AgentRunner(
            new BackoffIdleStrategy(20, 50, 1_000, 100_000), Throwable::printStackTrace, null, agent);
    }

    private static boolean await(final BooleanSupplier condition, final long timeoutNs)
    {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (!condition.getAsBoolean() && deadlineNs - System.nanoTime() > 0)
        {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return condition.getAsBoolean();
    }
}
