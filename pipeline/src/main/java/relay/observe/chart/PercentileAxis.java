package relay.observe.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The horizontal axis of a percentile chart: every nine takes the same room.
 *
 * @param endNines where it ends.
 */
record PercentileAxis(double endNines)
{
    private static final int NINES_MAX = 12;

    /**
     * @param nines place.
     * @param label percentage.
     */
    record Tick(double nines, String label)
    {
    }

    static PercentileAxis of(final List<PercentileCurve> curves)
    {
        return new PercentileAxis(curves.stream().mapToDouble(PercentileCurve::endNines).max().orElse(1));
    }

    List<Tick> ticks()
    {
        final List<Tick> ticks = new ArrayList<>();
        ticks.add(new Tick(0, "0%"));
        ticks.add(new Tick(Math.log10(2), "50%"));
        for (int nines = 1; nines <= Math.min(endNines + 1e-9, NINES_MAX); nines++)
        {
            ticks.add(new Tick(nines, label(nines)));
        }
        return ticks;
    }

    /**
     * @return places halfway between the nines: 75 %, 95 %, 99.5 % ...
     */
    List<Double> minorTicks()
    {
        final List<Double> ticks = new ArrayList<>();
        ticks.add(Math.log10(4));
        for (int nines = 1; nines + Math.log10(2) < endNines; nines++)
        {
            ticks.add(nines + Math.log10(2));
        }
        ticks.removeIf((nines) -> nines > endNines);
        return ticks;
    }

    private static String label(final int nines)
    {
        if (1 == nines)
        {
            return "90%";
        }
        return 2 == nines ? "99%" : "99." + "9".repeat(nines - 2) + "%";
    }
}
