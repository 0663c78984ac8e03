package relay.perf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import relay.perf.outcome.Keys;
import relay.perf.outcome.Measurement;
import relay.perf.outcome.Measurements;
import relay.perf.topology.Peer;
import relay.perf.topology.Search;
import relay.perf.topology.Topology;
import relay.perf.topology.Trial;
import relay.perf.topology.Trials;
import relay.perf.topology.Workload;

/**
 * A run of RFC tests: goes through its plan, and has the results so far. Written by the harness's thread.
 */
final class RfcRun
{
    static final String THROUGHPUT = "throughput";

    private final RfcPlan plan;
    private final Topology topology;
    private final Map<String, Long> knownRates = new HashMap<>();
    private final Measurements figures = new Measurements();
    private final Measurements offered = new Measurements();
    private final Map<String, Map<String, Histogram>> latencies = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private Integrity integrity = Integrity.NONE;

    RfcRun(final RfcPlan plan, final Topology topology)
    {
        this.plan = plan;
        this.topology = topology;
    }

    /** Round by round the repeated tests, then the others once; a test that fails is among the failures. */
    RfcRun measure()
    {
        final Rfc2544 single = new Rfc2544(this);
        final Rfc3918 many = new Rfc3918(this);
        for (int round = 1; round <= plan.effort().rounds(); round++)
        {
            topology.say("round " + round + " of " + plan.effort().rounds());
            attempt("one relay", single::measure, RfcTest.values());
            attempt(RfcTest.SCALED.title(), many::scaled, RfcTest.SCALED, RfcTest.MATRIX);
            attempt(RfcTest.AGGREGATED.title(), many::aggregated, RfcTest.AGGREGATED);
        }
        attempt(RfcTest.JOIN_LEAVE.title(), many::joinAndLeave, RfcTest.JOIN_LEAVE);
        attempt(RfcTest.CAPACITY.title(), many::capacity, RfcTest.CAPACITY);
        return this;
    }

    private void attempt(final String what, final Topology.Work work, final RfcTest... tests)
    {
        final String failure = plan.has(tests) ? topology.attempt(what, work) : null;
        if (null != failure)
        {
            fail(what + ": " + failure);
        }
    }

    RfcPlan plan()
    {
        return plan;
    }

    Topology topology()
    {
        return topology;
    }

    /** Starts a peer and measures through it. */
    <T> T with(final Peer peer, final Workload workload, final Function<Trials, T> measure) throws IOException
    {
        return topology.with(
            peer, workload, traffic -> measure.apply(new Trials(traffic, plan.effort(), knownRates, this::add)));
    }

    /**
     * Searches for the throughput of a workload and adds it to the results, with the CPU time that a relay takes at it.
     *
     * @param x      the workload as a number, for charts.
     * @param metric column of the table.
     * @param guess  for the first round.
     * @return datagrams a second.
     */
    double throughput(
        final Trials trials, final RfcTest test, final double x, final Workload workload, final String metric,
        final long guess)
    {
        final String subject = workload.name();
        final Search.Result result = trials.throughput(test + subject + metric, workload, guess);
        add(test, subject, x, metric, "/s", result.rate(), notes(result.isLimited()));
        if (null != result.best() && THROUGHPUT.equals(metric))
        {
            add(test, subject, x, "CPU", "us", result.best().processUs());
        }
        say(test, subject, "%s %,.0f/s%s", metric, result.rate(), String.join("", notes(result.isLimited())));
        return result.rate();
    }

    /**
     * @param subject row of the table.
     * @param x       the subject as a number, for charts.
     * @param metric  column of the table.
     * @param value   of this repetition.
     */
    void add(
        final RfcTest test, final String subject, final double x, final String metric, final String unit,
        final double value, final String... notes)
    {
        figures.add(context(test, subject, x), metric, unit, value, notes);
    }

    /** The same of a load that was offered, with the rate that was really sent. */
    void addOffered(
        final RfcTest test, final String subject, final double x, final String metric, final String unit,
        final double value, final Trial trial)
    {
        add(test, subject, x, metric, unit, value, notes(trial.isGeneratorLimited()));
        offered.add(context(test, subject, x), metric, "/s", trial.achievedRate());
    }

    /** Adds latencies of a subject at a load to those before them. */
    void addLatency(final String subject, final String load, final Histogram latency)
    {
        latencies.computeIfAbsent(subject, ignore -> new LinkedHashMap<>())
            .computeIfAbsent(load, ignore -> new Histogram(latency.getNumberOfSignificantValueDigits())).add(latency);
    }

    void add(final Workload workload, final Trial trial)
    {
        integrity = integrity.with(trial, workload.copies());
    }

    void fail(final String what)
    {
        failures.add(what);
    }

    /** Prints progress. */
    void say(final RfcTest test, final String subject, final String format, final Object... values)
    {
        topology.say(test.title() + ", " + subject + ": " + String.format(Locale.ROOT, format, values));
    }

    /** The mark of values that the generator could not exceed. */
    static String[] notes(final boolean isLimited)
    {
        return isLimited ? new String[] {"†"} : new String[0];
    }

    List<Measurement> of(final RfcTest test)
    {
        return figures.where("test", test);
    }

    Measurement offered(final Measurement figure)
    {
        return offered.find(figure.context(), figure.name());
    }

    /** Of each subject by load, of all its runs and rounds together, in nanoseconds. */
    Map<String, Map<String, Histogram>> latencies()
    {
        return latencies;
    }

    List<String> failures()
    {
        return failures;
    }

    Integrity integrity()
    {
        return integrity;
    }

    private static SequencedMap<String, Object> context(final RfcTest test, final String subject, final double x)
    {
        return Keys.of("test", test, "subject", subject, "x", x);
    }
}
