package relay.tools.model;

import picocli.CommandLine;
import relay.pool.BufferCounts;
import relay.tools.model.capacity.Conditions;

/**
 * The options of {@code relay model} that say how lanes are filled and emptied, and how many there are.
 */
final class LaneOptions
{
    private static final int BATCH_MAX = 1_000_000;
    private static final int CORES_MAX = 1_024;
    private static final double PER_CENT = 100;

    @CommandLine.Option(names = "--burst", paramLabel = "Fx/TIME",
        description = "A burst of F times the rate, such as 3x/50ms.")
    private String burst;

    @CommandLine.Option(names = "--drain", paramLabel = "N|Fx",
        description = "What leaves at most: packets a second, or a multiple of the rate. Default: no limit.")
    private String drain;

    @CommandLine.Option(names = "--batch", paramLabel = "N", defaultValue = "64",
        description = "Packets whose buffers are taken at once. Default: ${DEFAULT-VALUE}, a receive call's.")
    private int batch;

    @CommandLine.Option(names = "--cores", paramLabel = "N", defaultValue = "1",
        description = "Workers that share the rate evenly, and have all buffers each. Default: ${DEFAULT-VALUE}.")
    private int cores;

    @CommandLine.Option(names = "--buffers", paramLabel = "SIZE=N,...",
        description = "Buffers of a class. Default: small=1000,standard=500,jumbo=200,large=0.")
    private String buffers;

    @CommandLine.Option(names = "--percentile", paramLabel = "P", defaultValue = "99.99",
        description = "Buffers shall suffice in so many per cent of the time. Default: ${DEFAULT-VALUE}.")
    private double percentile;

    void checkBurst()
    {
        ModelCommand.require(null == burst || null != drain,
            "--burst without --drain: nothing piles up unless something limits what leaves");
    }

    void checkRanges()
    {
        ModelCommand.require(batch >= 0 && batch <= BATCH_MAX, "--batch " + batch + ": 0 to " + BATCH_MAX);
        ModelCommand.require(cores > 0 && cores <= CORES_MAX, "--cores " + cores + ": 1 to " + CORES_MAX);
        ModelCommand.require(percentile > 0 && percentile < PER_CENT,
            "--percentile " + percentile + ": more than 0, less than 100");
    }

    boolean hasBurst()
    {
        return null != burst;
    }

    /**
     * @return workers that have all lanes each.
     */
    int cores()
    {
        return cores;
    }

    /**
     * @param ratePerSecond packets a second of all cores.
     * @return what the reports are about.
     */
    ModelSettings settings(final double ratePerSecond)
    {
        final ModelOptions.Burst asked = null == burst ? ModelOptions.Burst.NONE : ModelOptions.burst(burst);
        final ModelOptions.Drain limit = null == drain ? ModelOptions.Drain.UNLIMITED : ModelOptions.drain(drain);
        return new ModelSettings(cores, percentile,
            null == buffers ? BufferCounts.DEFAULT : ModelOptions.buffers(buffers),
            new Conditions(asked.factor(), asked.lengthNs(), limit.factor(ratePerSecond), batch,
                (PER_CENT - percentile) / PER_CENT));
    }
}
