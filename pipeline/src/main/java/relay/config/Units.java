package relay.config;

import java.math.BigDecimal;
import relay.transport.endpoint.Quantity;
import relay.transport.endpoint.Quantity.Unit;

/**
 * The quantities of a configuration and of the command line.
 */
public final class Units
{
    /** Durations, in nanoseconds. */
    public static final Quantity DURATION = new Quantity("duration",
        new Unit("ns", 1), new Unit("us", 1_000), new Unit("\u00B5s", 1_000), new Unit("ms", 1_000_000),
        new Unit("s", 1_000_000_000));

    /** Rates, in bits of UDP payload a second. */
    public static final Quantity RATE = new Quantity("rate",
        new Unit("bit", 1), new Unit("kbit", 1_000), new Unit("Mbit", 1_000_000), new Unit("Gbit", 1_000_000_000));

    /** Sizes, in bytes. */
    public static final Quantity SIZE = Quantity.SIZE;

    /** Shares, in millionths. */
    public static final Quantity SHARE = new Quantity("share", new Unit("%", 10_000));

    /** Factors, in millionths. */
    public static final Quantity FACTOR = new Quantity("factor", new Unit("x", 1_000_000));

    /** What a share, or a factor, of one is. */
    public static final long SHARE_WHOLE = 1_000_000;

    private Units()
    {
    }

    /**
     * @param share in millionths.
     * @return as a user writes it: {@code 12.5%}.
     */
    public static String shareText(final long share)
    {
        return BigDecimal.valueOf(share, 4).stripTrailingZeros().toPlainString() + "%";
    }
}
