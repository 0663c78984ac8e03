package relay.config;

import relay.transport.Quantity;

/**
 * The quantities of a configuration and of the command line.
 */
public final class Units
{
    /** Durations, in nanoseconds. The micro sign has two code points (U+00B5, U+03BC). */
    public static final Quantity DURATION = new Quantity("duration",
        "ns", 1, "us", 1_000, "\u00B5s", 1_000, " \u03BCs", 1_000, "ms", 1_000_000, "s", 1_000_000_000);

    /** Rates, in bits of UDP payload a second. */
    public static final Quantity RATE = new Quantity("rate",
        "bit", 1, "kbit", 1_000, "Mbit", 1_000_000, "Gbit", 1_000_000_000);

    /** Sizes, in bytes. */
    public static final Quantity SIZE = Quantity.SIZE;

    /** Shares, in millionths. */
    public static final Quantity SHARE = new Quantity("share", "%", 10_000);

    /** What a share of one is. */
    public static final long SHARE_WHOLE = 1_000_000;

    private Units()
    {
    }
}
