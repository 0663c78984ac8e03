package relay.tools.model;

import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import relay.pool.SizeClass;
import relay.terminal.Converters;
import relay.tools.send.PayloadSizes;

/**
 * The options of {@code relay model} that say how many packets there are, and how long.
 */
final class RateOptions
{
    private static final int SIZE_DEFAULT = 1_000;

    @CommandLine.Option(names = "--rate", paramLabel = "N", description = "Packets a second, of all cores and classes.")
    private Long rate;

    @CommandLine.Option(names = "--bit-rate", paramLabel = "RATE", converter = Converters.Rate.class,
        description = "The same in bits of payload, such as 2Gbit.")
    private Long bitRate;

    @CommandLine.Option(names = "--size", paramLabel = "BYTES", description = "Payload length. Default: 1000.")
    private Integer size;

    @CommandLine.Option(names = "--mix", paramLabel = "SIZE:WEIGHT,...",
        description = "Lengths, or small, standard, jumbo, large, and their weights.")
    private String mix;

    void check()
    {
        ModelCommand.require(null == rate || null == bitRate, "--rate and --bit-rate: one of them");
        ModelCommand.require(null == size || null == mix, "--size and --mix: one of them");
    }

    void checkRanges()
    {
        ModelCommand.require(null == rate || rate > 0, "--rate " + rate + ": 1 or more");
        ModelCommand.require(null == bitRate || bitRate > 0, "--bit-rate " + bitRate + ": 1bit or more");
    }

    boolean isGiven()
    {
        return null != rate || null != bitRate;
    }

    boolean hasSizes()
    {
        return null != size || null != mix;
    }

    /**
     * @param share of the rate, 0..1.
     * @return packets a second of each size class.
     */
    ToDoubleFunction<SizeClass> bySize(final double share)
    {
        final PayloadSizes sizes = null == mix ? PayloadSizes.fixed(null == size ? SIZE_DEFAULT : size) :
            PayloadSizes.mix(mix);
        final double packetsPerSecond = null == bitRate ? rate : bitRate / (Byte.SIZE * sizes.mean());
        return sizeClass -> packetsPerSecond * share * sizes.share(sizeClass);
    }
}
