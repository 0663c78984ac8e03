package relay.perf;

import java.util.Arrays;
import relay.perf.bench.FanOutBench;
import relay.perf.bench.RelayBench;
import relay.perf.bench.RfcBench;
import relay.perf.bench.ScaleBench;
import relay.perf.burst.BurstBench;
import relay.perf.experiment.ExperimentsBench;
import relay.pipeline.jmh.FlightBenchmark;
import relay.pool.jmh.LaneBenchmark;

/**
 * Entry point of {@code relay-perf.jar}, which {@code relay bench} runs: a measurement by name, or the tool behind it.
 */
public final class Main
{
    private static final int USAGE_STATUS = 2;
    private static final String USAGE = """
        usage: relay bench relay [OPTION...]            Relay beside its peers: rate, CPU, latency; --help for options
               relay bench scale [OPTION...]            the cost of a datagram with many flows and groups
               relay bench fan-out [OPTION...]          the cost of a datagram with many destinations
               relay bench burst FILE|PROFILE           captures and profiles as load and as acceptance test; --help
               relay bench rfc [OPTION...]              a relay by RFC 2544 and RFC 3918: one report
               relay bench experiments --out DIR        the cost of a buffer, bursts, metrics; --help for options
               relay bench lane [JMH OPTION...]         a buffer's way through the pool, beside new byte[]
               relay bench qos [JMH OPTION...]          the additional cost of policing and scheduling
               relay bench flight [JMH OPTION...]       the additional cost of the flight recorder
               relay bench jmh [JMH OPTION...]          any benchmark; -h lists the options
               relay bench stress [JCSTRESS OPTION...]  the hand-offs between threads; -h lists the options
        """;

    private Main()
    {
    }

    /**
     * @param args name of the measurement, and options of the tool that runs it.
     * @throws Exception from the tool.
     */
    public static void main(final String[] args) throws Exception
    {
        final String verb = args.length == 0 ? "" : args[0];
        final String[] options = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (verb)
        {
            case "relay" -> System.exit(RelayBench.execute(options));
            case "scale" -> System.exit(ScaleBench.execute(options));
            case "fan-out" -> System.exit(FanOutBench.execute(options));
            case "burst" -> System.exit(BurstBench.execute(options));
            case "rfc" -> System.exit(RfcBench.execute(options));
            case "experiments" -> System.exit(ExperimentsBench.execute(options));
            case "lane" -> org.openjdk.jmh.Main.main(prepend(options, LaneBenchmark.class.getName()));
            case "qos" -> QosBench.execute(options);
            case "flight" -> org.openjdk.jmh.Main.main(prepend(options, FlightBenchmark.class.getName()));
            case "jmh" -> org.openjdk.jmh.Main.main(options);
            case "stress" -> org.openjdk.jcstress.Main.main(prepend(options, "-jvmArgsPrepend", StressJvm.OPTIONS));
            default ->
            {
                System.err.print(USAGE);
                System.exit(USAGE_STATUS);
            }
        }
    }

    private static String[] prepend(final String[] options, final String... first)
    {
        final String[] all = Arrays.copyOf(first, first.length + options.length);
        System.arraycopy(options, 0, all, first.length, options.length);
        return all;
    }
}
