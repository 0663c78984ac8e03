package relay.perf.burst;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.config.Units;
import relay.perf.outcome.Verdict;
import relay.transport.endpoint.UserText;

/**
 * One clause of an assertion, such as {@code p99.9<80us}. Immutable.
 *
 * @param text     as the user wrote it.
 * @param metric   that is compared.
 * @param relation of it to the limit.
 * @param limit    in the metric's unit; a share of its {@link Metric#whole} if {@code isShare}.
 * @param isShare  whether a count is compared with a share.
 */
record Assertion(String text, Metric metric, Relation relation, double limit, boolean isShare)
{
    /** How a measured value is compared with a limit. */
    @FunctionalInterface
    interface Relation
    {
        boolean holds(double value, double limit);
    }

    /** Why there are no latencies. */
    static final String ALL_AT_ONCE = "all was due at once, so that nothing was late";

    private static final Map<String, Relation> RELATIONS = Map.of(
        "=", (value, limit) -> value == limit,
        "==", (value, limit) -> value == limit,
        "!=", (value, limit) -> value != limit,
        "<", (value, limit) -> value < limit,
        "<=", (value, limit) -> value <= limit,
        ">", (value, limit) -> value > limit,
        ">=", (value, limit) -> value >= limit);
    private static final Pattern FORM =
        Pattern.compile("([a-zA-Z][^\\s=<>!]*)\\s*(==|=|!=|<=|<|>=|>)\\s*([^\\s=<>!]+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final String PERCENT = "%";

    /**
     * @param text clauses with commas between them.
     * @return each of them, one at least.
     * @throws IllegalArgumentException with a message of one line, if one is not understood.
     */
    static List<Assertion> parseAll(final String text)
    {
        final List<Assertion> clauses = new ArrayList<>();
        for (final String part : text.split(",", -1))
        {
            clauses.add(parse(part.strip()));
        }
        return clauses;
    }

    static Assertion parse(final String text)
    {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("bad clause " + UserText.quoted(text) +
                ": METRIC OP VALUE, OP one of = != < <= > >=, such as drops=0 or p99.9<80us");
        }
        final Metric metric = Metric.of(matcher.group(1));
        final String value = matcher.group(3);
        final boolean isPercent = value.endsWith(PERCENT);
        final double limit = switch (metric.kind())
        {
            case DURATION -> "0".equals(value) ? 0 : duration(text, value);
            case COUNT, SHARE -> isPercent ?
                number(text, metric, value.substring(0, value.length() - 1)) / 100 : number(text, metric, value);
            case RATE -> number(text, metric, value);
        };
        return new Assertion(
            text, metric, RELATIONS.get(matcher.group(2)), limit, isPercent && ValueKind.COUNT == metric.kind());
    }

    /**
     * @param result of a run.
     * @return whether it is so.
     */
    Verdict verdict(final LoadResult result)
    {
        final String obstacle = obstacle(result);
        final double value = null == obstacle ? metric.value().applyAsDouble(result) : Double.NaN;
        if (Double.isNaN(value))
        {
            return Verdict.notMeasured(text, null != obstacle ? obstacle : "there is no value of it in this run");
        }
        final double whole = isShare ? metric.whole().applyAsDouble(result) : 1;
        final String share = isShare && whole > 0 ? " (" + ValueKind.SHARE.text(value / whole) + ")" : "";
        return new Verdict(text, value, limit * whole,
            relation.holds(value, limit * whole) ? Verdict.State.HOLDS : Verdict.State.FAILS,
            metric.kind().text(value) + share);
    }

    private String obstacle(final LoadResult result)
    {
        return switch (metric.needs())
        {
            case RUN -> null;
            case ACCOUNT -> result.obstacle();
            case HISTOGRAMS -> result.ofRelayNs().isEmpty() ? "only a relay in this process has histograms" : null;
            case SCHEDULE -> result.sending().isPaced() || result.sending().sent() < 2 ? null : ALL_AT_ONCE;
        };
    }

    private static double duration(final String clause, final String value)
    {
        try
        {
            return Units.DURATION.parse(value);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("clause " + UserText.quoted(clause) + ": " + ex.getMessage(), ex);
        }
    }

    private static double number(final String clause, final Metric metric, final String value)
    {
        if (!NUMBER.matcher(value).matches())
        {
            throw new IllegalArgumentException("clause " + UserText.quoted(clause) + ": " +
                UserText.quoted(value) + " is not " + switch (metric.kind())
                {
                    case RATE -> "a number of datagrams a second";
                    case SHARE -> "a share, such as 99.9% or 0.999";
                    default -> "a number of datagrams, or of percent";
                });
        }
        return Double.parseDouble(value);
    }
}
