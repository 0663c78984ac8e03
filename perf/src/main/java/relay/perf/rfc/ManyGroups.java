package relay.perf.rfc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import relay.perf.bench.BenchException;
import relay.perf.bench.Contestant;
import relay.perf.bench.ContestantException;
import relay.perf.bench.Contestants;
import relay.perf.bench.RateSearch;
import relay.perf.bench.RelayFile;
import relay.perf.bench.RunningContestant;
import relay.perf.bench.Stage;
import relay.perf.bench.Trial;
import relay.perf.bench.TrialPlan;
import relay.perf.bench.Workload;
import relay.perf.report.Numbers;

/**
 * What RFC 3918 measures: many groups, many destinations, joins and leaves. Called from the harness's thread.
 */
final class ManyGroups
{
    private static final String THROUGHPUT = "throughput";
    private static final long GUESS_DEFAULT = 100_000;
    private static final double PERCENT = 100;
    private static final double SECOND_NS = 1e9;
    private static final double MS_NS = 1e6;
    private static final double US_NS = 1e3;
    private static final long FORWARDING_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int PER_GROUP = 20;
    private static final long CAPACITY_RATE = 20_000;
    private static final int CAPACITY_SIZE = 64;

    private final Plan plan;
    private final Stage stage;
    private final Figures figures;
    private final Map<String, Long> rates = new HashMap<>();

    ManyGroups(final Plan plan, final Stage stage, final Figures figures)
    {
        this.plan = plan;
        this.stage = stage;
        this.figures = figures;
    }

    /**
     * One round of throughput with many groups, and of the forwarding matrix.
     *
     * @throws IOException if a process cannot be started.
     */
    void scaled() throws IOException
    {
        double one = 0;
        for (final int count : plan.groups())
        {
            final String subject = 1 == count ? "1 group" : count + " groups";
            // one by one also to a single group: what goes to many in turn can form no trains
            final Workload workload = new Workload(subject, List.of(Plan.SIZE), count, 1, false, 1);
            final Contestant relay = Contestants.relayFromFile("relay-groups-" + count, subject,
                scene -> new RelayFile(scene.first(), 0).flowsByGroup(count));
            final double base = one;
            final double rate = stage.play(relay, workload, (ignore, traffics) ->
            {
                final Runs runs = new Runs(plan, figures, traffics);
                runs.warmUp(workload);
                final double found = throughput(runs, Part.SCALED, subject, count, workload);
                if (plan.has(Part.MATRIX))
                {
                    matrix(runs, subject, workload, 0 == base ? found : base);
                }
                return found;
            });
            one = 0 == one ? rate : one;
        }
    }

    private void matrix(final Runs runs, final String subject, final Workload workload, final double one)
    {
        for (final int percent : Plan.MATRIX_PERCENTS)
        {
            final Trial trial = runs.atRate(workload, Math.max(1, Math.round(one * percent / PERCENT)));
            final Figure figure = figures.add(Part.MATRIX, percent + " % offered", percent, subject, "/s out",
                trial.received() * SECOND_NS / trial.sendingNs()).offered(trial.achievedRate());
            if (trial.isGeneratorLimited())
            {
                figure.note("†");
            }
        }
    }

    /**
     * One round of throughput to many destinations.
     *
     * @throws IOException if a process cannot be started.
     */
    void aggregated() throws IOException
    {
        for (final int count : plan.destinations())
        {
            final String subject = 1 == count ? "1 destination" : count + " destinations";
            final Workload workload = new Workload(subject, List.of(Plan.SIZE), 1, 1, true, count);
            final Contestant relay = Contestants.relayFromFile("relay-destinations-" + count, subject,
                scene -> new RelayFile(scene.first(), 0).destinations(count));
            stage.play(relay, workload, (ignore, traffics) ->
            {
                final Runs runs = new Runs(plan, figures, traffics);
                runs.run(workload, TrialPlan.ofRate(Math.max(1, GUESS_DEFAULT / 2 / count), 1, 0, plan.warmUpMs()));
                final double rate = throughput(runs, Part.AGGREGATED, subject, count, workload);
                figures.add(Part.AGGREGATED, subject, count, "copies", "/s", rate * count);
                return rate;
            });
        }
    }

    private double throughput(
        final Runs runs, final Part part, final String subject, final int count, final Workload workload)
    {
        final Long known = rates.get(part + subject);
        final RateSearch.Result result = runs.throughput(workload,
            null == known ? Math.max(1_000, GUESS_DEFAULT / workload.copies()) : known, null != known);
        final Figure figure = figures.add(part, subject, count, THROUGHPUT, "/s", result.rate());
        if (result.isLimited())
        {
            figure.note("†");
        }
        if (result.rate() > 0)
        {
            rates.put(part + subject, Math.round(result.rate()));
        }
        if (null != result.best())
        {
            figures.add(part, subject, count, "CPU", "us", result.best().processUs());
        }
        tell(part, subject, String.format(Locale.ROOT, "%,.0f/s%s", result.rate(), result.isLimited() ? "†" : ""));
        return result.rate();
    }

    /**
     * All starts and stops of a relay, and joins of a host.
     *
     * @throws IOException if a process cannot be started.
     */
    void joinAndLeave() throws IOException
    {
        for (int i = 0; i < plan.joins(); i++)
        {
            joinOnce();
        }
        stage.play(Contestants.relay(), Workload.ofSize(Plan.SIZE), (ignore, traffics) ->
        {
            new Runs(plan, figures, traffics).warmUp(Workload.ofSize(Plan.SIZE));
            try (Membership host = Membership.start(stage, "host", plan.hostJoins()))
            {
                host.awaitEnd();
                hostDelays(host.delaysMs("host-join"), host.delaysMs("host-leave"));
            }
            catch (final IOException ex)
            {
                throw new BenchException(ex.getMessage(), ex);
            }
            return null;
        });
    }

    private void hostDelays(final List<Double> joinsMs, final List<Double> leavesMs)
    {
        final String subject = "host behind the relay";
        joinsMs.forEach(ms -> figures.add(Part.JOIN_LEAVE, subject, 1, "join delay", "ms", ms));
        leavesMs.forEach(ms -> figures.add(Part.JOIN_LEAVE, subject, 1, "leave delay", "ms", ms));
        final long missing = joinsMs.stream().filter(ms -> ms.isNaN()).count();
        if (missing > 0)
        {
            figures.fail(Part.JOIN_LEAVE.title() + ": nothing came after " + missing + " of " + joinsMs.size() +
                " joins of a host; these have no delays");
        }
    }

    private void joinOnce() throws IOException
    {
        try (Membership watch = Membership.start(stage, "relay", 0))
        {
            final long startNs = epochNs();
            final long stopNs;
            try (RunningContestant relay = stage.start(Contestants.relay(), Workload.ofSize(Plan.SIZE)))
            {
                relay.awaitReady(watch::isThrough);
                LockSupport.parkNanos(FORWARDING_NS);
                stopNs = epochNs();
            }
            watch.stop();
            final String subject = "relay";
            delay(subject, "join delay", watch.value("joined"), watch.value("first"));
            delay(subject, "leave delay", stopNs, watch.value("last"));
            delay(subject, "start to join", startNs, watch.value("joined"));
            delay(subject, "join to IGMP report", watch.value("joined"), watch.value("reported"));
            delay(subject, "stop to leave", stopNs, watch.value("left"));
            delay(subject, "stop to IGMP report", stopNs, watch.value("unreported"));
            tell(Part.JOIN_LEAVE, subject, String.format(Locale.ROOT, "joined %s ms after the start, first datagram out " +
                "%s ms later", Numbers.text(ms(startNs, watch.value("joined"))),
                Numbers.text(ms(watch.value("joined"), watch.value("first")))));
        }
    }

    private void delay(final String subject, final String metric, final long fromNs, final long toNs)
    {
        figures.add(Part.JOIN_LEAVE, subject, 0, metric, "ms", ms(fromNs, toNs));
    }

    /** NaN where one of the two did not happen. */
    private static double ms(final long fromNs, final long toNs)
    {
        return 0 == fromNs || 0 == toNs ? Double.NaN : (toNs - fromNs) / MS_NS;
    }

    private static long epochNs()
    {
        return Duration.between(Instant.EPOCH, Instant.now()).toNanos();
    }

    /**
     * More and more groups, until they are too many.
     *
     * @throws IOException    if a process cannot be started.
     * @throws BenchException if it is not the number of groups that is in the way.
     */
    void capacity() throws IOException
    {
        int capacity = 0;
        for (final int count : plan.capacities())
        {
            final String why = whyNot(count, capacity);
            tell(Part.CAPACITY, count + " groups", null == why ? "all forwarded" : why);
            if (null != why)
            {
                figures.add(Part.CAPACITY, "most", 0, "capacity", "groups", capacity)
                    .note("not " + count + ": " + why);
                return;
            }
            capacity = count;
        }
        figures.add(Part.CAPACITY, "most", 0, "capacity", "groups", capacity).note("†");
    }

    /** Tells why it cannot do so many, or null; as many as it could before it must be able to do still. */
    private String whyNot(final int count, final int capacity) throws IOException
    {
        try
        {
            return forward(count);
        }
        catch (final ContestantException ex)
        {
            if (0 == capacity)
            {
                throw ex;
            }
            tell(Part.CAPACITY, count + " groups", ex.getMessage() + "; " + capacity + " once more");
            forward(capacity);
            return ex.getMessage();
        }
    }

    /** Tells what was lost, or null. */
    private String forward(final int count) throws IOException
    {
        final Workload workload = new Workload(count + " groups", List.of(CAPACITY_SIZE), count, 1, true, 1);
        final Contestant relay = Contestants.relayFromFile("relay-capacity-" + count, workload.name(),
            scene -> new RelayFile(scene.first(), 0).groupsByFlow(count));
        final long startNs = System.nanoTime();
        return stage.play(relay, workload, (ignore, traffics) ->
        {
            final double startMs = (System.nanoTime() - startNs) / MS_NS;
            final Runs runs = new Runs(plan, figures, traffics);
            runs.run(workload, TrialPlan.ofRate(CAPACITY_RATE, 1, 0, plan.warmUpMs()));
            final TrialPlan each = TrialPlan.ofCount(CAPACITY_RATE, 1, (long)count * PER_GROUP);
            Trial trial = runs.run(workload, each);
            trial = trial.received() < trial.sent() ? runs.run(workload, each) : trial;
            figures.add(Part.CAPACITY, count + " groups", count, "start until forwarding", "ms", startMs);
            figures.add(Part.CAPACITY, count + " groups", count, "silent", "groups", trial.silent());
            figures.add(Part.CAPACITY, count + " groups", count, "lost", "datagrams",
                trial.sent() - (double)trial.received());
            figures.add(Part.CAPACITY, count + " groups", count, "p50", "us", trial.latency().getValueAtPercentile(50) /
                US_NS);
            return trial.silent() > 0 ? trial.silent() + " groups silent" :
                Runs.loss(workload, trial) > plan.lossMax() ?
                    (trial.sent() - trial.received()) + " datagrams lost" : null;
        });
    }

    private void tell(final Part part, final String subject, final String what)
    {
        stage.out().println(part.title() + ", " + subject + ": " + what);
        stage.out().flush();
    }
}
