package relay.perf.bench;

import java.util.List;
import java.util.Locale;
import relay.perf.outcome.Outcome;
import relay.perf.outcome.Spread;

/**
 * Reasons to trust numbers less, from the trials themselves.
 */
final class Warnings
{
    private static final double PERCENT = 100;

    private Warnings()
    {
    }

    /**
     * @param outcome to warn in.
     * @param shares  of trials, from 0 to 1.
     * @param max     median that needs no warning.
     * @param format  of the warning, with places for median and worst, in percent.
     */
    static void share(final Outcome outcome, final List<Double> shares, final double max, final String format)
    {
        final Spread spread = Spread.of(shares);
        if (null != spread && spread.median() > max)
        {
            outcome.warning(String.format(Locale.ROOT, format, PERCENT * spread.median(), PERCENT * spread.max()));
        }
    }
}
