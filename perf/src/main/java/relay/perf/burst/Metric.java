package relay.perf.burst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import relay.pipeline.ledger.DropReason;
import relay.tools.sink.ArrivalReader;
import relay.transport.endpoint.UserText;

/**
 * Something of a {@link LoadResult} that can be asserted.
 *
 * @param name  as users write it.
 * @param kind  of its values.
 * @param needs what it is taken from.
 * @param value of a result; NaN if it has none.
 * @param whole of a result: what percentages of counts are of.
 */
record Metric(
    String name, ValueKind kind, Needs needs, ToDoubleFunction<LoadResult> value, ToDoubleFunction<LoadResult> whole)
{
    /** The source of a metric. */
    enum Needs
    {
        /** Nothing but the run. */
        RUN,
        /** The counts of the relay. */
        ACCOUNT,
        /** The histograms of a relay in this process. */
        HISTOGRAMS,
        /** A schedule, as opposed to sending as fast as possible. */
        SCHEDULE,
    }

    private static final Pattern PERCENTILE =
        Pattern.compile("(?:(lifetime|residence|lateness)\\.)?(?:p(100|[0-9]{1,2}(?:\\.[0-9]{1,9})?)|max|mean)");
    private static final String DROPS = "drops";
    private static final ToDoubleFunction<LoadResult> DUE =
        result -> result.sending().sent() + result.sending().failed();
    /** At all outputs together. */
    private static final ToDoubleFunction<LoadResult> OWED = result -> result.sink().owed();
    private static final Map<String, Metric> FIXED = new LinkedHashMap<>();
    private static final List<String> EXAMPLES = List.of("p50", "p90", "p99", "p99.9", "p99.99", "max", "mean",
        "lateness.p99", "lateness.max", "lifetime.p99", "lifetime.max", "residence.p99", "residence.max");

    static
    {
        count("sent", Needs.RUN, DUE, result -> result.sending().sent());
        count("failed", Needs.RUN, DUE, result -> result.sending().failed());
        count("received", Needs.RUN, OWED, result -> result.sink().arrived());
        count("lost", Needs.RUN, OWED, result -> result.sink().lost());
        count("duplicates", Needs.RUN, OWED, result -> result.sink().duplicates());
        count("reordered", Needs.RUN, OWED, result -> result.sink().reordered());
        count("corrupt", Needs.RUN, OWED, result -> result.sink().corrupt());
        count("foreign", Needs.RUN, OWED, result -> result.sink().foreign());
        count("unowed", Needs.RUN, DUE, result -> result.sink().unowed());
        count(DROPS, Needs.ACCOUNT, OWED, result -> result.account().dropped());
        count("imbalance", Needs.ACCOUNT, OWED, result -> Math.abs(result.account().imbalance()));
        count("kernel-drops", Needs.ACCOUNT, DUE, result -> known(result.account().kernelDrops()));
        count("in-flight.max", Needs.ACCOUNT, OWED, result -> known(result.series().inFlightMax()));
        count("errors", Needs.ACCOUNT, OWED, result -> known(result.account().errors()));
        for (final DropReason reason : DropReason.values())
        {
            count(DROPS + "." + reason.label(), Needs.ACCOUNT, OWED,
                result -> result.account().drops().getOrDefault(reason.label(), 0L));
        }
        add(new Metric("rate", ValueKind.RATE, Needs.RUN, result -> result.sending().rate(), OWED));
        add(new Metric("rate-ratio", ValueKind.SHARE, Needs.SCHEDULE, result -> result.sending().rateRatio(), OWED));
        add(new Metric("stall", ValueKind.DURATION, Needs.SCHEDULE, result ->
            result.sink().arrived() > 0 ? result.sink().stallMaxNs() : Double.NaN, OWED));
    }

    /**
     * @param name as users write it.
     * @return what is meant.
     * @throws IllegalArgumentException with a message of one line, if nothing is.
     */
    static Metric of(final String name)
    {
        final Metric fixed = FIXED.get(name);
        final Matcher percentile = PERCENTILE.matcher(name);
        if (null == fixed && !percentile.matches())
        {
            final List<String> known = new ArrayList<>(FIXED.keySet());
            known.addAll(EXAMPLES);
            throw new IllegalArgumentException("unknown metric " + UserText.quoted(name) +
                UserText.hint(name, known) + " (docs/burst.md lists them)");
        }
        return null != fixed ? fixed : percentile(name, percentile.group(1), percentile.group(2));
    }

    private static Metric percentile(final String name, final String of, final String percent)
    {
        final ToDoubleFunction<Histogram> value =
            null != percent ? histogram -> histogram.getValueAtPercentile(Double.parseDouble(percent)) :
            name.endsWith("mean") ? Histogram::getMean : Histogram::getMaxValue;
        if (null == of)
        {
            return new Metric(name, ValueKind.DURATION, Needs.SCHEDULE, result -> value(result.latency(), value), OWED);
        }
        return "lateness".equals(of) ?
            new Metric(name, ValueKind.DURATION, Needs.SCHEDULE, result -> value(result.sending().latenessNs(), value),
                OWED) :
            new Metric(name, ValueKind.DURATION, Needs.HISTOGRAMS, result -> value(sum(result, of), value), OWED);
    }

    private static double value(final Histogram histogram, final ToDoubleFunction<Histogram> value)
    {
        return 0 == histogram.getTotalCount() ? Double.NaN : value.applyAsDouble(histogram);
    }

    /** Of all classes, sizes and destinations. */
    private static Histogram sum(final LoadResult result, final String of)
    {
        final Histogram sum = new Histogram(ArrivalReader.SIGNIFICANT_DIGITS);
        result.ofRelayNs().forEach((tag, histogram) ->
        {
            if (tag.startsWith(of + "."))
            {
                sum.add(histogram);
            }
        });
        return sum;
    }

    private static void count(
        final String name, final Needs needs, final ToDoubleFunction<LoadResult> whole,
        final ToDoubleFunction<LoadResult> value)
    {
        add(new Metric(name, ValueKind.COUNT, needs, value, whole));
    }

    private static void add(final Metric metric)
    {
        FIXED.put(metric.name(), metric);
    }

    private static double known(final long count)
    {
        return RelayCounts.UNKNOWN == count ? Double.NaN : count;
    }
}
