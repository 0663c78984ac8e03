package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lets the contestants take turns: in every round, with every workload, each of them is started, warmed up, measured and
 * stopped, one right after the other, so that what is compared lies minutes apart at most.
 */
final class Session
{
    private static final long GUESS_DEFAULT = 100_000;
    private static final double STEP_UNKNOWN = 2;
    private static final double STEP_KNOWN = 1.1;
    private static final long WARM_UP_RATE = 50_000;
    private static final double THOUSAND = 1e3;

    private final Settings settings;
    private final Stage stage;
    private final Results results = new Results();
    private final Map<String, Long> guesses = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    Session(final Settings settings, final Stage stage)
    {
        this.settings = settings;
        this.stage = stage;
    }

    /**
     * Measures all.
     *
     * @return all of it. A contestant that fails is told, and left out from then on.
     */
    Results run()
    {
        for (int round = 1; round <= settings.rounds(); round++)
        {
            for (final Workload workload : settings.workloads())
            {
                for (final Contestant contestant : settings.contestants())
                {
                    tryMeasure(round, workload, contestant);
                }
            }
        }
        return results;
    }

    private void tryMeasure(final int round, final Workload workload, final Contestant contestant)
    {
        final String key = contestant.name() + " with " + workload.name();
        if (failed.contains(key))
        {
            return;
        }
        try
        {
            final Measurement measurement = measure(round, workload, contestant);
            results.add(measurement);
            tell(measurement);
        }
        catch (final BenchException | IOException ex)
        {
            if (stage.cleanUp().isShuttingDown())
            {
                throw new BenchException("stopped", ex);
            }
            failed.add(key);
            stage.out().println(key + " is left out: " + ex.getMessage());
        }
        stage.out().flush();
    }

    private Measurement measure(final int round, final Workload workload, final Contestant contestant)
        throws IOException
    {
        return stage.play(contestant, workload, (traffic, ignore) ->
        {
            if (!contestant.isDirect())
            {
                traffic.run(TrialPlan.ofRate(WARM_UP_RATE, settings.train(), 0, settings.warmUpMs()));
            }
            final RateSearch.Result search = search(workload, contestant, traffic);
            final Map<Integer, List<Trial>> fixed = new LinkedHashMap<>();
            for (final int rate : settings.rates())
            {
                fixed.put(rate, latencies(rate, traffic));
            }
            return new Measurement(round, workload, contestant, search, fixed);
        });
    }

    /** Several short runs: what a neighbour of the machine disturbs for a moment is then one of them, not the result. */
    private List<Trial> latencies(final int rate, final Traffic traffic)
    {
        final TrialPlan plan = TrialPlan.ofLatency(rate, settings.trialWarmUpMs(), settings.latencyWindowMs());
        final List<Trial> windows = new ArrayList<>();
        for (int i = 0; i < Settings.LATENCY_WINDOWS; i++)
        {
            windows.add(traffic.run(plan));
        }
        return windows;
    }

    /** From where the last round ended, the way is short. */
    private RateSearch.Result search(final Workload workload, final Contestant contestant, final Traffic traffic)
    {
        final String key = contestant.name() + "/" + workload.name();
        final Long known = guesses.get(key);
        final RateSearch.Result result = new RateSearch(
            rate -> traffic.run(TrialPlan.ofRate(
                rate, settings.train(), settings.trialWarmUpMs(), settings.trialMs())),
            settings.precision())
            .run(null == known ? GUESS_DEFAULT : known, null == known ? STEP_UNKNOWN : STEP_KNOWN);
        if (result.rate() > 0)
        {
            guesses.put(key, Math.round(result.rate()));
        }
        return result;
    }

    private void tell(final Measurement measurement)
    {
        final RateSearch.Result search = measurement.search();
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT,
            "round %d of %d, %s, %s: %,.0fk/s%s", measurement.round(), settings.rounds(), measurement.workload().name(),
            measurement.contestant().name(), search.rate() / THOUSAND, search.isLimited() ? "†" : ""));
        if (Contestant.Core.RELAY == measurement.contestant().core() && null != search.best())
        {
            line.append(String.format(Locale.ROOT, ", %.2f us CPU", search.best().processUs()));
        }
        measurement.fixed().keySet().forEach(rate -> line.append(String.format(Locale.ROOT,
            ", p50/p99 at %,d/s %.1f/%.1f us", rate, Metrics.latencyUs(rate, 50).applyAsDouble(measurement),
            Metrics.latencyUs(rate, 99).applyAsDouble(measurement))));
        stage.out().println(line);
    }
}
