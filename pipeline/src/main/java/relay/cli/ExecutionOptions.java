package relay.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/**
 * How to run a relay: the options that are also keys of a file's section relay, and win over them.
 */
final class ExecutionOptions
{
    @CommandLine.Option(names = "--profile", paramLabel = "PROFILE",
        description = "laptop (few cores), server (four or more) or low-latency (cores of its own, with --cores): " +
            "what the five options below are if not given.")
    private String profile;

    @CommandLine.Option(names = "--layout", paramLabel = "LAYOUT",
        description = "Threads of a worker: compact (one), staged (two) or dedicated (one for receiving, one for " +
            "qos, one for each destination).")
    private String layout;

    @CommandLine.Option(names = "--workers", paramLabel = "N",
        description = "Spread the flows over up to N workers, which share nothing.")
    private String workers;

    @CommandLine.Option(names = "--cores", paramLabel = "LIST",
        description = "Pin the data threads to these cores, one each, such as 2-5,7.")
    private String cores;

    @CommandLine.Option(names = "--idle", paramLabel = "IDLE",
        description = "What data threads do without data: backoff (look again for a short while if data comes often, " +
            "then sleep), sleep, yield, or busy-spin (with --cores).")
    private String idle;

    @CommandLine.Option(names = "--io", paramLabel = "IO",
        description = "How datagrams get in and out: native (the system's own calls, in batches), portable, or auto.")
    private String io;

    /**
     * @return what was given, by name without hyphens.
     */
    Map<String, String> values()
    {
        final Map<String, String> values = new HashMap<>();
        put(values, "profile", profile);
        put(values, "layout", layout);
        put(values, "workers", workers);
        put(values, "cores", cores);
        put(values, "idle", idle);
        put(values, "io", io);
        return values;
    }

    private static void put(final Map<String, String> values, final String name, final String value)
    {
        if (null != value)
        {
            values.put(name, value);
        }
    }
}
