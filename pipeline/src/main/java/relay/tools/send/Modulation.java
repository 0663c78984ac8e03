package relay.tools.send;

import java.util.ArrayList;
import java.util.List;

/**
 * How busy random flows are when: phases, and surges on top, alike for all flows of a profile. On average the factor is
 * 1. Immutable.
 */
final class Modulation
{
    private static final int RAMP_PARTS = 64;
    private static final long SEED_FACTOR = 0x9E3779B97F4A7C15L;

    /** Constant factors one after the other, each until a time. */
    private static final class Levels
    {
        private final long[] endNs;
        private final double[] factors;

        Levels(final List<TrafficProfile.Step> steps)
        {
            final List<TrafficProfile.Step> parts = new ArrayList<>();
            for (final TrafficProfile.Step step : steps)
            {
                split(step, parts);
            }
            endNs = new long[parts.size()];
            factors = new double[parts.size()];
            long nowNs = 0;
            for (int i = 0; i < endNs.length; i++)
            {
                nowNs += parts.get(i).lengthNs();
                endNs[i] = nowNs;
                factors[i] = parts.get(i).from();
            }
        }

        private static void split(final TrafficProfile.Step step, final List<TrafficProfile.Step> parts)
        {
            final int count = step.from() == step.to() ? 1 : (int)Math.min(RAMP_PARTS, step.lengthNs());
            for (int i = 0; i < count; i++)
            {
                final double factor = step.from() + (step.to() - step.from()) * (i + 0.5) / count;
                parts.add(new TrafficProfile.Step(
                    step.lengthNs() * (i + 1) / count - step.lengthNs() * i / count, 1 == count ? step.from() : factor,
                    factor));
            }
        }

        int at(final long offsetNs)
        {
            int low = 0;
            int high = endNs.length - 1;
            while (low < high)
            {
                final int middle = low + high >>> 1;
                if (endNs[middle] <= offsetNs)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }
            return low;
        }

        long lengthNs()
        {
            return 0 == endNs.length ? 0 : endNs[endNs.length - 1];
        }

        double integral()
        {
            double sum = 0;
            for (int i = 0; i < endNs.length; i++)
            {
                sum += factors[i] * (endNs[i] - (0 == i ? 0 : endNs[i - 1]));
            }
            return sum;
        }
    }

    private final Levels phases;
    private final Levels surge;
    private final long everyNs;
    private final long seed;
    private final double mean;

    Modulation(final TrafficProfile profile, final long seed)
    {
        this.seed = seed;
        phases = new Levels(profile.phases());
        surge = new Levels(null == profile.surges() ? List.of() : profile.surges().steps());
        everyNs = null == profile.surges() ? 0 : profile.surges().everyNs();
        mean = (0 == phases.lengthNs() ? 1 : phases.integral() / phases.lengthNs()) *
            (0 == everyNs ? 1 : (everyNs - surge.lengthNs() + surge.integral()) / everyNs);
    }

    /**
     * @param fromNs   after the start.
     * @param exposure nanoseconds at a factor of 1.
     * @return when so much has gone by since then, in nanoseconds after the start.
     */
    long after(final long fromNs, final double exposure)
    {
        long nowNs = fromNs;
        double left = exposure * mean;
        while (true)
        {
            final long phaseNs = 0 == phases.lengthNs() ? 0 : nowNs % phases.lengthNs();
            final int phase = 0 == phases.lengthNs() ? -1 : phases.at(phaseNs);
            long endNs = phase < 0 ? Long.MAX_VALUE : nowNs - phaseNs + phases.endNs[phase];
            double factor = phase < 0 ? 1 : phases.factors[phase];
            if (everyNs > 0)
            {
                final long beginNs = surgeNs(nowNs / everyNs);
                if (nowNs < beginNs)
                {
                    endNs = Math.min(endNs, beginNs);
                }
                else if (nowNs < beginNs + surge.lengthNs())
                {
                    final int part = surge.at(nowNs - beginNs);
                    factor *= surge.factors[part];
                    endNs = Math.min(endNs, beginNs + surge.endNs[part]);
                }
                else
                {
                    endNs = Math.min(endNs, (nowNs / everyNs + 1) * everyNs);
                }
            }
            final double gain = factor * (endNs - nowNs);
            if (factor > 0 && gain >= left)
            {
                return nowNs + (long)(left / factor);
            }
            left -= gain;
            nowNs = endNs;
        }
    }

    /** When the surge of a period begins; it ends before the period does. */
    private long surgeNs(final long period)
    {
        long mixed = (seed ^ period * SEED_FACTOR) * SEED_FACTOR;
        mixed = (mixed ^ mixed >>> 32) * SEED_FACTOR;
        return period * everyNs + Long.remainderUnsigned(mixed ^ mixed >>> 29, everyNs - surge.lengthNs() + 1);
    }
}
